import type { RoleListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useSigned } from '../../api/session.ts';
import { useRead } from '../../api/use-read.ts';

interface Roles {
  readonly rows: readonly RoleListRow[];
  readonly error: Error | null;
  readonly isPending: boolean;
  nameOf(code: string): string;
  /** What whoever has it may do, for the one who chooses it. */
  meaning(code: string): string;
  /** To choose from. A role that gives more than one has oneself is shown and cannot be chosen. */
  options(chosen: string): { value: string; label: string; disabled: boolean }[];
}

/** The roles there are, by their names. */
export function useRoles(): Roles {
  const t = useT();
  const { rights } = useSigned();
  const list = useRead(['roles'], (central) => central.call('roles.list'));
  const rows = list.data?.rows ?? [];
  const name = ({ name: given, code }: RoleListRow): string => given ?? t(`role.${code}`);
  const find = (code: string): RoleListRow | undefined => rows.find((row) => row.code === code);
  return {
    rows,
    error: list.error,
    isPending: list.isPending,
    nameOf: (code) => {
      const found = find(code);
      return found === undefined ? code : name(found);
    },
    meaning: (code) => {
      const found = find(code);
      if (found === undefined) return '';
      return found.role_id === null
        ? t(`console.role-meaning.${code}`)
        : found.rights.map((right) => t(`right.${right}`)).join(' · ');
    },
    options: (chosen) => [
      ...rows.map((row) => ({
        value: row.code,
        label: name(row),
        disabled: row.code !== chosen && row.rights.some((right) => !rights.includes(right)),
      })),
      ...(find(chosen) === undefined ? [{ value: chosen, label: chosen, disabled: true }] : []),
    ],
  };
}
