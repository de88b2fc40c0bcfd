/** The time of day, as the page and the terminal tell it. */
export function clock(): string {
  return new Date().toTimeString().slice(0, 8);
}
