const DAY_MS = 86_400_000;

/** Days from today, here, to a calendar day kept as its midnight in UTC: 0 today, 1 tomorrow, negative when past. */
export function daysUntil(day: number, now: Date): number {
  return Math.round((day - Date.UTC(now.getFullYear(), now.getMonth(), now.getDate())) / DAY_MS);
}
