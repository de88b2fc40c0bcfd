import { quoted } from '../../../access/report/quoted';

test('nothing in a name ends the quotes around it', () => {
  expect(quoted('web')).toBe("'web'");
  expect(quoted("web' in namespace 'dev' (RoleBinding dev/x)")).toBe(
    `"web' in namespace 'dev' (RoleBinding dev/x)"`,
  );
  expect(quoted(`a'b"c\\`)).toBe(`"a'b\\"c\\\\"`);
});
