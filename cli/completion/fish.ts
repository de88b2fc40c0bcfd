import { Candidate, Entry, OptionEntry } from './entries';

/** The script for fish. */
export function fish(entries: readonly Entry[]): string {
  const paths = entries.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));

  return `# Completion of cdktf-aks-aad for fish.
function __cdktf_aks_aad_at
    set -l at ''
    for word in (commandline -opc)[2..-1]
        set -l longer (string trim -- "$at $word")
        contains -- $longer ${paths.join(' ')}; and set at $longer
    end
    test "$at" = "$argv"
end

complete -c cdktf-aks-aad -f
${entries.flatMap(lines).join('\n')}
`;
}

function lines({ path, words, options, takesFiles }: Entry): string[] {
  const condition = `complete -c cdktf-aks-aad -n ${quoted(`__cdktf_aks_aad_at ${path.join(' ')}`.trim())}`;

  return [
    ...(takesFiles ? [`${condition} -F`] : []),
    ...words.map(({ word, does }) => `${condition} -a ${word}${description({ word, does })}`),
    ...options.map(
      (option) =>
        `${condition} -l ${option.word.slice(2)}${option.short === undefined ? '' : ` -s ${option.short}`}` +
        `${argument(option.value)}${description(option)}`,
    ),
  ];
}

function argument(value: OptionEntry['value']): string {
  switch (value) {
    case undefined:
      return '';
    case 'file':
    case 'folder':
      return ' -r -F';
    case 'text':
      return ' -x';
    default:
      return ` -x -a ${quoted(value.join(' '))}`;
  }
}

function description({ does }: Candidate): string {
  return does === '' ? '' : ` -d ${quoted(does)}`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
