import { win32 } from 'node:path';
import { withSlashes } from '../../../lib/shared/slashes';

test('a path of Windows is written as everywhere', () => {
  const path = win32.relative('C:\\aks\\cdktf.out\\stacks\\shop', 'C:\\aks\\state\\shop');

  expect(withSlashes(path, win32.sep)).toBe('../../../state/shop');
});

test('a name with a backslash in it stays as it is where that is no separator', () => {
  expect(withSlashes('state/odd\\name', '/')).toBe('state/odd\\name');
});
