import { SynthesizedApp } from '../../access/configured/synthesized-app';
import { accountFindings, bindingsFinding, groupsFinding, spellingFinding } from './patient-checks';
import { applicationFindings } from './application-checks';
import { AzureApi, NotAnswered } from '../azure/azure-api';
import { azureRoleFinding } from './azure-role-check';
import { checked, Finding } from './findings';
import { Graph, GraphPrincipal, GraphUser } from '../azure/graph';
import { leftoverFinding } from './leftover-check';
import { breakGlassFindings } from './break-glass-check';
import { accessOf, Patient, patientOf } from './patient';
import { conditionalAccessFindings } from './sign-in-checks';
import { waysFinding } from './ways-check';

export interface DiagnosisOptions {
  /** Who cannot get in: a user principal name, an object ID or a mail address. */
  readonly account: string;

  readonly app: SynthesizedApp;

  /** The configuration file, for messages. */
  readonly configuration: string;

  /** Resource ID of the cluster; undefined when the subscription is not known. */
  readonly clusterId?: string;

  readonly graph: AzureApi;
  readonly arm: AzureApi;
  readonly now: Date;
}

/** Why an account cannot get in: all checks, in the order in which a sign-in meets them. */
export async function diagnose(options: DiagnosisOptions): Promise<Finding[]> {
  const { account, app, graph: api, now } = options;
  const { aad } = app.config;
  const graph = new Graph(api);

  let user: GraphUser | GraphPrincipal | undefined;
  const search = await checked('account', async () => {
    user = (await graph.user(account)) ?? (await graph.principal(account));
    return user ? { verdict: 'ok', text: '' } : nobody(account);
  });
  const findings = user
    ? await findingsOn(user, graph, options)
    : [search, ...withoutAccount(options, search)];

  const applications =
    aad.mode === 'legacy'
      ? await applicationFindings(graph, aad, now)
      : [ownedByAzure('secret'), ownedByAzure('consent')];
  const leftover = await checked('left over', () =>
    leftoverFinding(graph, options.arm, app.config, options.clusterId),
  );
  return [...findings, ...applications, leftover, ...breakGlassFindings(app)];
}

async function findingsOn(
  user: GraphUser | GraphPrincipal,
  graph: Graph,
  options: DiagnosisOptions,
): Promise<Finding[]> {
  const { app, configuration, clusterId, arm } = options;
  const patient = patientOf(user, await groupsOf(user, graph));
  const access = accessOf(app, patient);

  return [
    ...accountFindings(patient),
    ...conditionalAccessFindings(app, patient),
    spellingFinding(access, patient),
    groupsFinding(patient, app.config.aad.mode === 'legacy'),
    bindingsFinding(access, patient, configuration),
    waysFinding(access, patient),
    await checked('Azure role', () =>
      clusterId === undefined
        ? Promise.resolve({
            verdict: 'unchecked',
            text: 'the subscription of the cluster is not known: set azure.subscriptionId, ARM_SUBSCRIPTION_ID or --cluster <resource ID>',
          })
        : azureRoleFinding(arm, clusterId, user.id),
    ),
  ];
}

async function groupsOf(user: GraphUser | GraphPrincipal, graph: Graph): Promise<Patient['groups']> {
  try {
    return await graph.groupsOf(user.id, 'userPrincipalName' in user ? 'users' : 'servicePrincipals');
  } catch (error) {
    if (error instanceof NotAnswered) {
      return undefined;
    }
    throw error;
  }
}

function nobody(account: string): Omit<Finding, 'check'> {
  return {
    verdict: 'wrong',
    text: `there is no account '${account}' in the directory`,
    fix: 'az ad user list --display-name <name> --query "[].userPrincipalName", or az ad sp list --display-name <name> --query "[].id"; invite who is of another tenant',
  };
}

/** What hangs on the account could not be looked at; what its name alone tells is told. */
function withoutAccount({ account, app, configuration }: DiagnosisOptions, { verdict }: Finding): Finding[] {
  if (verdict === 'wrong') {
    return [];
  }
  const unchecked = ['kind', 'spelling', 'groups', 'Azure role'].map((check): Finding => ({
    check,
    verdict: 'unchecked',
    text: 'needs the account',
  }));
  const asMember: GraphUser = {
    id: account,
    displayName: account,
    userPrincipalName: account,
    userType: 'Member',
    mail: null,
    accountEnabled: true,
  };
  const patient = patientOf(asMember, undefined);
  return [...unchecked, bindingsFinding(accessOf(app, patient), patient, configuration)];
}

function ownedByAzure(check: string): Finding {
  return { check, verdict: 'ok', text: 'Azure owns the two applications of managed Azure AD integration' };
}
