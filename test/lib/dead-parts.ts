import { RbacRule } from '../../lib';
import { deadPartsOf } from '../../lib/private/dead-rules';

/** What is told of the parts of a rule that grant nothing. */
export const told = (rule: Partial<RbacRule>, isNamespaced = false): string[] =>
  deadPartsOf({ verbs: ['get'], ...rule }, isNamespaced).map(
    ({ path: [key, index], problem }) => `${key}[${index}]: ${problem}`,
  );
