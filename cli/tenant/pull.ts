import { existsSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { configPath } from '../../app/config';
import { ConfigProblem, formatProblem } from '../../app/config/problems/config-error';
import { CommandFailed } from '../../access/command-failed';
import { missingFrom } from '../../access/configured/assumed';
import { LookupPlaces } from '../../access/configured/lookup-places';
import { synthesizedClusters } from '../../access/configured/synthesized-app';
import { loadTenant, tenantOfText } from '../../access/directory/load-tenant';
import { Tenant } from '../../access/directory/tenant';
import { visible } from '../../lib/shared/visible';
import { tenantPathOf } from '../tenant-of';
import { complain, say } from '../terminal';
import { Pseudonyms } from './pseudonyms';
import { pulledTenant } from './pulled-tenant';
import { readToday, Today } from './read-today';
import { isSameTenant, tenantText } from './tenant-text';
import { writeAtomically } from '../write-atomically';

/** Exit code when the file is written, and something is not in it. */
const NOT_WHOLE = 2;

interface Values {
  readonly config?: string;
  readonly tenant?: string;
  readonly from?: string;
  readonly pseudonyms: boolean;
}

/** Writes the tenant file. */
export async function pull(values: Values): Promise<number> {
  const configuration = values.config ?? configPath();
  const file = tenantPathOf(values.tenant, configuration);
  const apps = synthesizedClusters(configuration);
  const earlierText = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const earlier = earlierText === undefined ? undefined : loadTenant(file);
  const today = await readToday(apps, { from: values.from, earlier, people: false });

  const text = tenantText(
    tenantFileOf(today, { earlier, pseudonyms: values.pseudonyms || earlier?.pseudonyms === true }),
    {
      date: new Date().toISOString().slice(0, 10),
      source: today.source,
      configuration: basename(configuration),
      unread: unreadIn(today),
    },
    earlierText,
  );
  const tenant = tenantOfText(text, file);
  if (earlierText !== undefined && isSameTenant(earlierText, text)) {
    say(visible(`${file}: nothing has changed`));
  } else {
    writeAtomically(file, text);
    say(visible(`${file}: ${contentsOf(tenant)}`));
  }
  return tell(today, tenant, new LookupPlaces(configuration));
}

function tenantFileOf(
  { directory, wanted, resources, tenantId, subscriptionId, domain }: Today,
  { earlier, pseudonyms }: { readonly earlier?: Tenant; readonly pseudonyms: boolean },
): ReturnType<typeof pulledTenant> {
  return pulledTenant(directory, {
    tenantId,
    subscriptionId,
    domain,
    deployer: deployerOf(directory, earlier),
    resources: resources.existing,
    texts: wanted.texts,
    earlier,
    ...(pseudonyms && { pseudonyms: new Pseudonyms(wanted.texts) }),
  });
}

/** Whoever the earlier file names, which may have been changed by hand, else whoever is signed in. */
function deployerOf({ signedIn, users, servicePrincipals }: Today['directory'], earlier?: Tenant): string {
  const deployer = [earlier?.deployer, signedIn].find(
    (id) => id !== undefined && (users.has(id) || servicePrincipals.has(id)),
  );
  if (deployer === undefined) {
    throw new CommandFailed(
      'whoever is signed in may not be read, so who deploys stays unknown: let the account read itself ' +
        '(User.Read, or Application.Read.All for a service principal)',
    );
  }
  return deployer;
}

function unreadIn({ directory, resources }: Today): string[] {
  return [...directory.unread, ...resources.unread];
}

/** Says what the file does not have, and whether there is such a thing. */
function tell(today: Today, tenant: Tenant, places: LookupPlaces): number {
  const { wanted, resources } = today;
  const missing = missingFrom(
    tenant,
    wanted.lookups.filter(({ isRequired }) => isRequired),
  );
  const problems = [
    ...places.problemsOf(missing, tenant, `the directory of ${tenant.domain}`),
    ...resources.missing.map((id): ConfigProblem => ({
      ...(places.placeOfText(id) ?? { file: 'Azure' }),
      message: `there is no resource ${id}`,
    })),
  ];
  const unread = unreadIn(today);
  unread.forEach((what) => complain(visible(`not read, as the account may not: ${what}`)));
  problems.forEach((problem) => complain(formatProblem(problem)));
  return unread.length + problems.length > 0 ? NOT_WHOLE : 0;
}

function contentsOf({ users, groups, servicePrincipals, resources = [] }: Tenant): string {
  const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
  return [
    counted(users.length, 'user'),
    counted(groups.length, 'group'),
    counted(servicePrincipals.length, 'service principal'),
    counted(resources.length, 'resource'),
  ].join(', ');
}
