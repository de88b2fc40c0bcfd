import { jsonText } from '../../../access/report/json-text';
import { hasUnseen } from '../../../lib/shared/visible';
import { NASTY_NAMES } from '../../nasty-names';

test.each([undefined, 2])(
  'holds every name, and nothing that a terminal would act upon (indented by %s)',
  (indentation) => {
    const text = jsonText(NASTY_NAMES, indentation);

    expect(JSON.parse(text)).toEqual(NASTY_NAMES);
    expect(hasUnseen(text)).toBe(false);
  },
);
