import { CommandFailed } from '../../access/command-failed';
import { didYouMean } from '../did-you-mean';

/** How editors are told to open a file, as each documents its links. */
const EDITORS: Readonly<Record<string, string>> = {
  vscode: 'vscode://file{file}:{line}:{column}',
  vscodium: 'vscodium://file{file}:{line}:{column}',
  cursor: 'cursor://file{file}:{line}:{column}',
  idea: 'idea://open?file={file}&line={line}&column={column}',
  zed: 'zed://file{file}:{line}:{column}',
};

const DEFAULT = 'vscode';

/** Addresses that would run something in the page, or lead it elsewhere. */
const NOT_AN_EDITOR = /^(?:javascript|data|vbscript|file|blob|https?):/i;

const EDITOR_NAMES = Object.keys(EDITORS);

/** The address that opens a place in an editor, of a name or as it is given. */
export function editorOf(given: string | undefined): string {
  const name = given ?? DEFAULT;
  if (Object.hasOwn(EDITORS, name)) {
    return EDITORS[name]!;
  }
  const hint = didYouMean(name, EDITOR_NAMES);
  if (!/^[a-z][\w+.-]*:/i.test(name) || NOT_AN_EDITOR.test(name) || !name.includes('{file}')) {
    throw new CommandFailed(
      `--editor '${name}' is no editor${hint ? `${hint} Or give` : `: use ${EDITOR_NAMES.join(', ')}, or`} an address ` +
        "such as 'vscode://vscode-remote/ssh-remote+host{file}:{line}:{column}'",
    );
  }
  return name;
}
