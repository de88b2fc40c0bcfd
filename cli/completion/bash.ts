import { Entry, OptionEntry } from './entries';
import { valueCases } from './value-cases';

/** The script for bash. */
export function bash(entries: readonly Entry[]): string {
  const paths = entries.filter(({ path }) => path.length > 0).map(({ path }) => path.join(' '));

  return `# Completion of cdktf-aks-aad for bash.
# One name a line, as it may hold spaces and stars. bash adds the backslashes, and hands them back.
_cdktf_aks_aad_files() {
  compopt -o filenames
  mapfile -t COMPREPLY < <(compgen "$1" -- "\${current//\\\\/}")
}
_cdktf_aks_aad() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD-1]} at= word words=
  # bash takes the = of --config=aks.yaml for a word.
  if [[ $current == = ]]; then
    current=
  elif [[ $previous == = ]]; then
    previous=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    case "\${at:+$at }$word" in
      ${paths.map(quoted).join(' | ')}) at="\${at:+$at }$word" ;;
    esac
  done

  case "$at $previous" in
${entries.flatMap((entry) => valueCases(entry, reply, quoted)).join('\n')}
  esac
  case "$at" in
${entries.map(wordCase).join('\n')}
  esac
  COMPREPLY+=($(compgen -W "$words" -- "$current"))
}
complete -F _cdktf_aks_aad cdktf-aks-aad
`;
}

function reply(value: OptionEntry['value']): string {
  switch (value) {
    case 'file':
      return '_cdktf_aks_aad_files -f; ';
    case 'folder':
      return '_cdktf_aks_aad_files -d; ';
    case 'text':
    case undefined:
      return '';
    default:
      return `COMPREPLY=($(compgen -W ${quoted(value.join(' '))} -- "$current")); `;
  }
}

function wordCase({ path, words, options, takesFiles }: Entry): string {
  const all = [...words, ...options].map(({ word }) => word).join(' ');
  const files = takesFiles ? ' _cdktf_aks_aad_files -f;' : '';
  return `    ${quoted(path.join(' '))})${files} words=${quoted(all)} ;;`;
}

function quoted(text: string): string {
  return `'${text}'`;
}
