import { CommandFailed } from '../access/command-failed';
import { isBadInput } from '../app/or-explain';
import { ConfigError } from '../app/config/problems/config-error';
import { loadTenant, Tenant } from '../access/directory/tenant';

/**
 * Runs a command; its number becomes the exit code.
 *
 * Bad input is told without a stack trace; anything else is a defect of this project.
 */
export async function runCommand(main: (args: readonly string[]) => number | Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    console.error(isToldInFull(error) ? (error as Error).message : error);
    process.exitCode = 1;
  }
}

/** The tenant that `--tenant` names. */
export function tenantOf(file: string | undefined): Tenant | undefined {
  return file === undefined ? undefined : loadTenant(file);
}

function isToldInFull(error: unknown): boolean {
  return (
    error instanceof CommandFailed ||
    error instanceof ConfigError ||
    isBadInput(error) ||
    (error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true
  );
}
