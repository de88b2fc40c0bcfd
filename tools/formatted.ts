import style from '../.oxfmtrc.json';

/** A text as `npm run format` leaves it in a file of that name. */
export async function formatted(fileName: string, text: string): Promise<string> {
  const { format } = await import('oxfmt');
  const { code, errors } = await format(fileName, text, style);
  if (errors.length > 0) {
    throw new Error(`${fileName}: ${errors.map(({ message }) => message).join('; ')}`);
  }
  return code;
}
