import { findCheckov, pinnedVersion, withoutCheckov } from '../../../tools/policy/checkov';

test('without checkov the gate says that it is skipped, why, and what helps', () => {
  expect(withoutCheckov(false)).toEqual({
    message:
      'SKIPPED policy: checkov 3.3.30 is not installed; python3 -m venv .venv && .venv/bin/pip install -r tools/policy/requirements.txt',
    exitCode: 0,
  });
});

test('without checkov a pipeline fails', () => {
  expect(withoutCheckov(true)).toEqual({
    message: expect.stringMatching(/^FAILED policy: checkov 3\.3\.30 is not installed/) as string,
    exitCode: 1,
  });
});

test('the variable CHECKOV names the scanner to use', () => {
  expect(findCheckov({ CHECKOV: '/opt/checkov/bin/checkov' })).toBe('/opt/checkov/bin/checkov');
});

test('the version of checkov is pinned', () => {
  expect(pinnedVersion()).toBe('3.3.30');
});
