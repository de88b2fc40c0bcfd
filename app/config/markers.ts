import { ConfigNode, formatPath } from './node';
import { ConfigProblem } from './problems/config-error';

/**
 * What cdktf takes for a reference to something else, wherever it stands in a text: `${TfToken[TOKEN.9]}`, a list or a map
 * `#{TfToken[…]}`, and a number beyond those that people write. Whatever has that number at the moment would come out, a
 * secret as well.
 */
const MARKER = /TfToken\[|[-+]?\d(\.\d+)?e\+2\d\d/i;

/** Refuses keys and values of the configuration that cdktf would put something else in the place of. */
export function refuseMarkers(root: ConfigNode, problems: ConfigProblem[]): void {
  const refuse = ({ origin }: ConfigNode, part: 'key' | 'value'): void => {
    problems.push({
      file: origin.file,
      ...origin[part],
      key: formatPath(origin.path),
      message: 'holds a marker that cdktf would resolve to something else: a configuration holds plain text',
    });
  };
  const visit = (node: ConfigNode): void => {
    for (const [key, child] of node.entries ?? []) {
      if (MARKER.test(key)) {
        refuse(child, 'key');
      }
      visit(child);
    }
    node.items?.forEach(visit);

    const value = node.scalar?.value;
    const isText = typeof value === 'string' && MARKER.test(value);
    const isNumber = typeof value === 'number' && Math.abs(value) > 1e200;
    if (isText || isNumber) {
      refuse(node, 'value');
    }
  };

  visit(root);
}
