import { posix } from 'node:path';
import { importsOf, targetOf, type Sources } from './sources.ts';

/** Who imports whom: each node with all that it names. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Files and the files that they import by path. Packages import each other by rank, which has no circles. */
export function fileGraph(sources: Sources): Graph {
  return new Map(
    [...sources].map(([file, text]) => {
      const targets = importsOf(text).flatMap((imported) => targetOf(file, imported) ?? []);
      return [file, new Set(targets.filter((target) => sources.has(target)))] as const;
    }),
  );
}

/** A package's face and an app's entry stand outside its folders: they only hand out or start what is inside. */
const isFace = (file: string): boolean => /\/src\/(?:index|main|host)\.tsx?$/.test(file);

/** Folders and the folders that their files import from. */
export function folderGraph(sources: Sources): Graph {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of fileGraph(sources)) {
    if (isFace(file)) continue;
    const folder = posix.dirname(file);
    const named = folders.get(folder) ?? new Set<string>();
    folders.set(folder, named);
    for (const target of targets)
      if (!isFace(target) && posix.dirname(target) !== folder) named.add(posix.dirname(target));
  }
  return folders;
}

/** Every group of nodes that reach each other (Tarjan's strongly connected components of two and more). */
export function circlesIn(graph: Graph): readonly (readonly string[])[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (node: string): void => {
    index.set(node, index.size);
    low.set(node, index.get(node) ?? 0);
    stack.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node) ?? 0, low.get(next) ?? 0));
    }
    if (low.get(node) !== index.get(node)) return;
    const circle = stack.splice(stack.indexOf(node));
    if (circle.length > 1) found.push(circle.toSorted());
  };
  for (const node of graph.keys()) if (!index.has(node)) visit(node);
  return found;
}
