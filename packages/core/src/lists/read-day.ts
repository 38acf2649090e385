const YEAR_FIRST = /^(\d{4})[-./]?(\d{2})[-./]?(\d{2})(?:[T ]00:00(?::00)?)?$/u;
const DOTTED = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/u;
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * A day that can be read one way alone, as YYYY-MM-DD: 2027-03-31, 20270331, 31.03.2027. Null: it is none, or 3/5/2027, which is two
 * days, depending on who wrote it.
 */
export function readDay(cell: string): string | null {
  const [, year = '', month = '', day = ''] = YEAR_FIRST.exec(cell) ?? [];
  const [, dottedDay = '', dottedMonth = '', dottedYear = ''] = DOTTED.exec(cell) ?? [];
  const [y, m, d] = year === '' ? [dottedYear, dottedMonth, dottedDay] : [year, month, day];
  const leap = Number(y) % 4 === 0 && (Number(y) % 100 !== 0 || Number(y) % 400 === 0);
  const most = m === '02' || m === '2' ? (leap ? 29 : 28) : (DAYS[Number(m) - 1] ?? 0);
  if (y === '' || Number(d) < 1 || Number(d) > most) return null;
  return `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}`;
}
