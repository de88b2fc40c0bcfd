/** How many entries of a list of class `long` are shown at first; page.js shows as many more when it is asked to. */
const STEP = 100;

/** Class of an entry of such a list. Without a script, and in print, there is no difference. */
export function later(index: number): string {
  return index < STEP ? '' : 'later';
}
