import { existsSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { shellWord } from '../lib/shared/shell';

/** Where Terraform puts a state that its backend did not take. */
const FILE = 'errored.tfstate';

/** What `cloud` and `remote` have in common. */
interface HcpSettings {
  readonly organization?: string;
  readonly workspaces?: { readonly name?: string };
}

interface Stack {
  readonly name: string;
  readonly directory: string;
  readonly json: {
    readonly terraform: {
      readonly cloud?: HcpSettings;
      readonly backend?: { readonly remote?: HcpSettings };
    };
  };
}

/** What to do about states that could not be written, for people to read; empty when there are none. */
export function rescueUnsavedStates(stacks: readonly Stack[]): string {
  const unsaved = stacks.filter(({ directory }) => existsSync(join(directory, FILE)));

  return unsaved.map((stack) => `\n\n${rescue(stack)}`).join('');
}

function rescue({ name, directory, json }: Stack): string {
  const folder = relative('.', directory);
  const file = join(folder, FILE);
  if (!holdsState(join(directory, FILE))) {
    return (
      `Neither the backend nor ${file} took the state of stack '${name}': what this run has made is known to none of them. ` +
      'Make room, and start afresh with --fresh.'
    );
  }
  const terraform = `terraform -chdir=${shellWord(folder)}`;
  const lock = hcpLock(json.terraform);
  const unlock = lock === undefined ? '' : `${terraform} force-unlock -force ${shellWord(lock)} && `;

  return (
    `The backend did not take the state of stack '${name}', so Terraform put it into ${file}: what this run has made is ` +
    `known there alone.${lock === undefined ? '' : ' The workspace stays locked until then.'} ` +
    'When the backend works again, and before any other run:\n' +
    `  ${unlock}${terraform} state push ${FILE} && rm ${shellWord(file)}`
  );
}

/** A full disk takes the file, but not what is to be in it. */
function holdsState(file: string): boolean {
  try {
    JSON.parse(readFileSync(file, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** HCP Terraform keeps a workspace locked when its state could not be written. */
function hcpLock({ cloud, backend }: Stack['json']['terraform']): string | undefined {
  const settings = cloud ?? backend?.remote;

  return (
    settings && `${settings.organization ?? '<organization>'}/${settings.workspaces?.name ?? '<workspace>'}`
  );
}
