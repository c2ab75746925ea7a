/** Whole years at `today`; null when it is not a real past day. */
export function ageAt(year: number, month: number, day: number, today: Date): number | null {
  const born = new Date(year, month - 1, day);
  const isReal = born.getFullYear() === year && born.getMonth() === month - 1 && born.getDate() === day && born <= today && year > 1900;
  if (!isReal) return null;
  const hadBirthday = today.getMonth() > month - 1 || (today.getMonth() === month - 1 && today.getDate() >= day);
  return today.getFullYear() - year - (hadBirthday ? 0 : 1);
}

const BLOCKED_UNDER = 13;
const SLOT = 'vitrina.age';

/** A refused age is kept for the visit, so that Back and another date do not help. */
export const ageScreen = {
  refuses: (age: number) => age < BLOCKED_UNDER,
  get isClosed(): boolean {
    try {
      return sessionStorage.getItem(SLOT) === 'closed';
    } catch {
      return false;
    }
  },
  close(): void {
    try {
      sessionStorage.setItem(SLOT, 'closed');
    } catch {
      // Then the server's own refusal remains.
    }
  },
};
