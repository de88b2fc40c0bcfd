import type { z } from 'zod';
import { CommandFailed } from '../../access/command-failed';
import * as field from '../../app/config/schema/fields';
import { doubtsOf } from '../../app/config/rules/doubts';
import { ask, canAsk } from '../ask';
import { withoutProgressUntil } from '../progress';
import { complain } from '../terminal';
import { ProjectSettings } from './project-configuration';

/** What the command line says of a project. */
export interface Given {
  readonly name?: string;
  readonly location?: string;
  readonly admin: readonly string[];
}

/** Why an answer is none; undefined when it is one. */
type Check = (answer: string) => string | undefined;

const CLUSTER: Check = (answer) => refused(field.clusterName(), answer);

const REGION: Check = (answer) =>
  refused(field.location(), answer) ?? doubtsOf({ cluster: { location: answer } })[0]?.message;

/** Of names that are the same but for their case, which Azure AD does not see, the first. */
function distinct(administrators: readonly string[]): string[] {
  const byName = new Map([...administrators].reverse().map((one) => [one.toLowerCase(), one]));
  return [...byName.values()].reverse();
}

const ADMINISTRATOR: Check = (answer) =>
  field.UUID.test(answer)
    ? undefined
    : refused(field.userPrincipalName(), answer) &&
      `'${answer}' is neither a user principal name, such as alice@contoso.com, nor the object ID of a group`;

/**
 * What a project is made with: what the command line says and, where somebody is at the terminal, what they answer. Where
 * nobody is, the rest is what follows from the folder.
 */
export async function settingsOf(given: Given, defaults: ProjectSettings): Promise<ProjectSettings> {
  required('--name', given.name, CLUSTER);
  required('--location', given.location, REGION);
  given.admin.forEach((admin) => required('--admin', admin, ADMINISTRATOR));

  const { name = defaults.name, location = defaults.location } = given;
  if (!canAsk()) {
    return { name, location, administrators: distinct(given.admin) };
  }
  return withoutProgressUntil(async () => ({
    name: given.name ?? (await answer('Name of the cluster', name, CLUSTER)),
    location: given.location ?? (await answer('Azure region', location, REGION)),
    administrators: given.admin.length === 0 ? await administrators() : distinct(given.admin),
  }));
}

/** Whether the project is to be installed and rehearsed now; only asked where somebody is, and Ctrl-D is no yes. */
export async function wantsRehearsal(): Promise<boolean> {
  if (!canAsk()) {
    return false;
  }
  const text = 'Install it with npm and rehearse it now, without an account? [Y/n] ';
  const word = await withoutProgressUntil(() => ask(text, 'the project is made', 'n'));
  return ['', 'y', 'yes'].includes(word.toLowerCase());
}

async function administrators(): Promise<string[]> {
  const text =
    'Who administers and deploys it? User principal names, or the object ID of a group, with commas between them;\n' +
    'empty for whoever deploys first';
  const words = (all: string): string[] => all.split(/[\s,;]+/).filter((word) => word !== '');
  const all = await answer(text, '', (given) =>
    words(given)
      .map(ADMINISTRATOR)
      .find((problem) => problem !== undefined),
  );
  return distinct(words(all));
}

/** Asks until there is an answer; none is the default. */
async function answer(question: string, fallback: string, check: Check): Promise<string> {
  const given = await ask(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `, 'nothing was made');
  const problem = given === '' ? undefined : check(given);
  if (problem === undefined) {
    return given === '' ? fallback : given;
  }
  complain(problem);
  return answer(question, fallback, check);
}

function required(option: string, value: string | undefined, check: Check): void {
  const problem = value === undefined ? undefined : check(value);
  if (problem !== undefined) {
    throw new CommandFailed(`${option} ${problem}`);
  }
}

function refused(form: z.ZodType, value: string): string | undefined {
  const { error } = form.safeParse(value);
  return error && `'${value}' is not valid: ${error.issues[0]!.message}`;
}
