import { Candidate, Entry, OptionEntry } from './entries';
import { valueCases } from './value-cases';

/** The script for zsh. */
export function zsh(entries: readonly Entry[]): string {
  const paths = entries.filter(({ path }) => path.length > 0).map(({ path }) => quoted(path.join(' ')));

  return `#compdef cdktf-aks-aad
_cdktf_aks_aad() {
  local at= word current=$words[CURRENT] previous=$words[CURRENT-1]
  local -a candidates
  for word in $words[2,CURRENT-1]; do
    case "\${at:+$at }$word" in
      ${paths.join('|')}) at="\${at:+$at }$word" ;;
    esac
  done
  if [[ $current == --*=* ]]; then
    previous=\${current%%=*}
    compset -P '*='
  fi

  case "$at $previous" in
${entries.flatMap((entry) => valueCases(entry, reply, quoted)).join('\n')}
  esac
  case "$at" in
${entries.map(wordCase).join('\n')}
  esac
  _describe -t commands cdktf-aks-aad candidates
}
compdef _cdktf_aks_aad cdktf-aks-aad
`;
}

function reply(value: OptionEntry['value']): string {
  switch (value) {
    case 'file':
      return '_files; ';
    case 'folder':
      return '_files -/; ';
    case 'text':
    case undefined:
      return '';
    default:
      return `compadd -- ${value.join(' ')}; `;
  }
}

function wordCase({ path, words, options, takesFiles }: Entry): string {
  const all = [...words, ...options].map(described).join(' ');
  return `    ${quoted(path.join(' '))})${takesFiles ? ' _files;' : ''} candidates=(${all}) ;;`;
}

function described({ word, does }: Candidate): string {
  return quoted(`${word}:${does}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
