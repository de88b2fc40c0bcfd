import { A_MARKER, isNumberMarker, referenceIn } from '../../lib/shared/references';
import { ConfigNode, formatPath } from './node';
import { ConfigProblem } from './problems/config-error';

/**
 * Refuses keys and values of the configuration that cdktf or Terraform would put something else in the place of: whatever
 * has the number of a marker at the moment would come out, a secret as well. And a key that would get lost on the way.
 */
export function requirePlainText(root: ConfigNode, problems: ConfigProblem[]): void {
  const report = ({ origin }: ConfigNode, part: 'key' | 'value', message: string): void => {
    problems.push({ file: origin.file, ...origin[part], key: formatPath(origin.path), message });
  };
  const refuse = (node: ConfigNode, part: 'key' | 'value', reference: string): void =>
    report(node, part, `holds ${reference}, which would be resolved to something else: write plain text`);
  const visit = (node: ConfigNode): void => {
    for (const [key, child] of node.entries ?? []) {
      const reference = referenceIn(key);
      if (reference !== undefined) {
        refuse(child, 'key', reference);
      }
      if (key === '__proto__') {
        // To JavaScript, the object that a map inherits from.
        report(child, 'key', 'is a key that would get lost: choose another');
      }
      visit(child);
    }
    node.items?.forEach(visit);

    const value = node.scalar?.value;
    const reference = typeof value === 'string' ? referenceIn(value) : undefined;
    if (reference !== undefined) {
      refuse(node, 'value', reference);
    }
    if (typeof value === 'number' && isNumberMarker(value)) {
      refuse(node, 'value', A_MARKER);
    }
  };

  visit(root);
}
