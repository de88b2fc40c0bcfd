import { written } from './written';

/** How many resources Terraform works on at once, as a configuration says; undefined where it says nothing, or nonsense. */
export function parallelismKeyOf(configuration: string): number | undefined {
  const value = written(configuration, 'terraform')?.entries?.get('parallelism')?.scalar?.value;
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
