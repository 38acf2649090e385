/** Serials of one carton are neighbours by number, and one digit apart without any mistake. */
const NEIGHBOURS = 100;

/**
 * One character typed wrong, left out, added or swapped with the next: the usual slip. Not so for numbers less than 100 apart behind
 * the same beginning: a carton is numbered like that, and a warning at each of its units would soon be passed unread.
 */
export function isNearDuplicate(left: string, right: string): boolean {
  if (left === right || left === '' || right === '' || Math.abs(left.length - right.length) > 1) return false;
  return isOneSlip(left, right) && !areNeighbours(left, right);
}

function isOneSlip(left: string, right: string): boolean {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  const leftRest = left.slice(start);
  const rightRest = right.slice(start);
  if (leftRest.length > rightRest.length) return leftRest.slice(1) === rightRest;
  if (leftRest.length < rightRest.length) return leftRest === rightRest.slice(1);
  if (leftRest.slice(1) === rightRest.slice(1)) return true;
  return leftRest[0] === rightRest[1] && leftRest[1] === rightRest[0] && leftRest.slice(2) === rightRest.slice(2);
}

function areNeighbours(left: string, right: string): boolean {
  const [leftHead, leftNumber] = splitNumber(left);
  const [rightHead, rightNumber] = splitNumber(right);
  const apart = Math.abs(leftNumber - rightNumber);
  // The same number with a zero more or less is a slip.
  return leftHead === rightHead && apart > 0 && apart < NEIGHBOURS;
}

/** The text before the last nine digits at most of the number at the end, and that number; NaN without one. */
function splitNumber(serial: string): readonly [string, number] {
  const digits = /\d{1,9}$/u.exec(serial)?.[0] ?? '';
  return [serial.slice(0, serial.length - digits.length), digits === '' ? Number.NaN : Number(digits)];
}
