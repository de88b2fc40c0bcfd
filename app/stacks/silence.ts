import { TerraformStack } from 'cdktf';
import { SharedConfig } from '../config';

/** Keeps a stack from giving the warnings that the configuration names; must come before its first construct. */
export function silenceWarnings(stack: TerraformStack, { silence }: SharedConfig): void {
  stack.node.setContext('cdktf-aks-aad:silence', silence);
}
