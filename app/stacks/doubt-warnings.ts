import { TerraformStack } from 'cdktf';
import { warn } from '../../lib/shared/warn';
import { AksConfig } from '../config';

/** Warns of what is probably a slip in the configuration, as far as a stack is concerned. */
export function warnOfDoubts(stack: TerraformStack, { doubts }: AksConfig, ids: readonly string[]): void {
  doubts.filter(({ id }) => ids.includes(id)).forEach(({ id, text }) => warn(stack, id, text));
}
