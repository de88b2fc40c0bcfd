import { WrongCall } from '../../access/command-failed';
import { Values } from './values';

const FORMS_OF_REPORT = ['markdown', 'html', 'json'];

/** Options that say what is printed, and in which forms it can be. */
const MODES: Readonly<Record<string, readonly string[]>> = {
  '--check': ['text', 'json', 'markdown', 'sarif', 'junit'],
  '--revoke': ['markdown'],
  '--for': ['text', 'markdown', 'html'],
};

/** Each of these says what is written where. */
export function refuseTogether(values: Values, files: readonly string[]): void {
  refuseModes(values);
  const { against, format, output, live } = values;
  const ofLive = Object.entries({
    '--kubeconfig': values.for === undefined ? values.kubeconfig : undefined,
    '--context': values.context,
    '--names': values.names || undefined,
    ...(values.used.length === 0 && { [`'${files[0]}'`]: files[0] }),
  }).find(([, value]) => value !== undefined);
  if (!live && ofLive) {
    throw new WrongCall(
      `${ofLive[0]} is for --live${ofLive[0] === '--kubeconfig' ? ' and --for' : ''}: give that, too`,
    );
  }
  const besideUsed = Object.entries({
    '--live': live || undefined,
    '--against': against,
    '--format': format,
    '--output': output,
  }).flatMap(([option, value]) => (value === undefined ? [] : [option]));
  if (values.used.length > 0 && besideUsed.length > 0) {
    throw new WrongCall(`--used prints one report of its own: leave out ${listed(besideUsed, 'and')}`);
  }
  if (live && against !== undefined) {
    throw new WrongCall(
      '--live and --against exclude each other: the one compares with a cluster, the other with a revision',
    );
  }
  const given = Object.entries({ '--against': against, '--format': format, '--output': output })
    .filter(([, value]) => value !== undefined)
    .map(([option]) => option);
  if (given.length > 1) {
    throw new WrongCall(
      `${given.join(' and ')} exclude each other: the first two print to standard output, and --output is where all forms are written`,
    );
  }
}

/** Each of them is a report of its own, with forms of its own. */
function refuseModes(values: Values): void {
  const { against, format, live, output, used } = values;
  const all = {
    '--check': values.check,
    '--revoke': values.revoke !== undefined,
    '--for': values.for !== undefined,
    '--live': live,
    '--against': against !== undefined,
    '--used': used.length > 0,
    // A card can be written, too.
    '--output': output !== undefined && values.for === undefined,
  };
  const [mode, other] = Object.entries(all)
    .filter(([, isGiven]) => isGiven)
    .map(([option]) => option);

  if (mode !== undefined && MODES[mode] && other !== undefined) {
    throw new WrongCall(`${mode} prints one report of its own: leave out ${other}`);
  }
  const forms = MODES[mode ?? ''] ?? FORMS_OF_REPORT;
  if (format !== undefined && !forms.includes(format)) {
    const whose = mode !== undefined && MODES[mode] ? `with ${mode}` : 'of the report';
    throw new WrongCall(`--format ${format} is not a format ${whose}: use ${listed(forms, 'or')}`);
  }
}

function listed(words: readonly string[], before: 'and' | 'or'): string {
  return words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} ${before} ${words.at(-1)}`;
}
