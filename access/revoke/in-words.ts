import { shellWord } from '../../lib/shared/shell';
import { visible } from '../../lib/shared/visible';
import { COUNTS } from '../effect-times';
import { markdownText } from '../report/markdown-text';

import { Holding, Revocation } from './revocation';

/** What is done, how, and from when on it counts. */
interface Step {
  readonly does: string;
  readonly counts: string;
  readonly commands?: readonly string[];
}

/** All that somebody holds, and how they are cut off, as Markdown; the account is called as it was asked for. */
export function revocationsInWords(name: string, revocations: readonly Revocation[]): string {
  const known = revocations.filter(({ subject }) => subject !== undefined);
  const title = `# Cutting off ${markdownText(name)}`;
  if (known.length === 0) {
    return `${[title, ...nobody(name, revocations).map(markdownText)].join('\n\n')}\n`;
  }
  const sections = revocations.map((revocation) => [
    `## Cluster ${markdownText(revocation.cluster)}`,
    ...holds(revocation),
    ...stepsOf(revocation, name).map(told),
  ]);
  const account = known.every(({ kind }) => kind === 'Group' || kind === 'ServiceAccount')
    ? []
    : [`## The account`, ...accountSteps(known[0]!).map(told)];

  return `${[title, 'Nothing has been changed.', ...sections.flat(), ...account].join('\n\n')}\n`;
}

/** A name with a mistake in it must not look like somebody who is cut off already. */
function nobody(name: string, revocations: readonly Revocation[]): string[] {
  const nearest = revocations.map((one) => one.nearest).find((one) => one !== undefined);
  const groups = [...new Set(revocations.flatMap(({ groupsUnknown }) => groupsUnknown))];
  return [
    `Nobody called '${name}' is known here${nearest === undefined ? '.' : `, did you mean '${nearest}'?`} So nothing is told: if the name is right, nothing of this configuration is for it.`,
    ...unknownGroups(groups),
  ];
}

function unknownGroups(names: readonly string[]): string[] {
  return names.length > 0
    ? [
        `Who is in these groups is not known, as there is no tenant file: ${names.join(', ')}. They may grant more.`,
      ]
    : [];
}

function holds({
  subject,
  problem,
  holdings,
  eligible,
  serviceAccounts,
  adminKubeconfig,
  groupsUnknown,
}: Revocation): string[] {
  const kubeconfig = {
    no: 'There is no kubeconfig of an administrator to fetch, as local accounts are off.',
    yes: 'They could have fetched the kubeconfig of an administrator.',
    perhaps:
      'No role here lets them fetch the kubeconfig of an administrator; a role on the resource group or the subscription would.',
  }[adminKubeconfig];
  const unknown = unknownGroups(groupsUnknown);
  if (subject === undefined || (holdings.length === 0 && eligible.length === 0)) {
    return ['They hold nothing here by this configuration.', ...unknown].map(markdownText);
  }
  const lines = holdings.map(
    (holding) => `- ${markdownText(`${holding.role}${where(holding)}: ${holding.chain.join('; ')}`)}`,
  );
  const mayActivate = eligible.map(
    (one) =>
      `- ${markdownText(`${one.what}${one.namespace === undefined ? '' : where(one)}${one.group === undefined ? '' : `, as a member of ${one.group}`}`)}`,
  );
  return [
    ...(problem === undefined ? [] : [markdownText(`${problem}.`)]),
    ...(lines.length > 0 ? ['Held here:', lines.join('\n')] : []),
    ...(mayActivate.length > 0 ? ['Can be activated, and may be active now:', mayActivate.join('\n')] : []),
    ...(serviceAccounts.length > 0
      ? [
          markdownText(
            `They could have taken tokens of the service accounts ${serviceAccounts.join(', ')}, some maybe by way of others, and of those that the configuration does not know in the same namespaces.`,
          ),
        ]
      : []),
    markdownText(kubeconfig),
    ...unknown.map(markdownText),
  ];
}

function stepsOf(revocation: Revocation, name: string): Step[] {
  const { holdings, eligible, serviceAccounts, adminKubeconfig, cluster, resourceGroup } = revocation;
  const direct = holdings.filter(({ by }) => by === 'binding');
  const azure = holdings.filter(({ by }) => by === 'azureRole');
  const groups = [...new Set(holdings.flatMap(({ group }) => group ?? []))];

  return [
    ...(direct.length > 0
      ? [{ does: `Take ${name} out of ${placesOf(direct)}, and deploy.`, counts: COUNTS.binding }]
      : []),
    ...groups.flatMap((group) => [
      {
        does: `Remove ${name} from ${group}, or from the group in it that they are in themselves.`,
        counts: COUNTS.membership,
      },
      {
        does: `If that is too late: take ${group} out of ${placesOf(holdings.filter((one) => one.group === group))}, and deploy; the others in it lose the same until it is back.`,
        counts: COUNTS.binding,
      },
    ]),
    ...(azure.length > 0
      ? [{ does: `Take ${name} out of ${placesOf(azure)}, and deploy.`, counts: COUNTS.azureRole }]
      : []),
    ...(eligible.length > 0
      ? [
          {
            does: `Take ${[...new Set(eligible.map(({ group }) => group ?? name))].join(' and ')} out of ${placesOf(eligible)}, and deploy; a member of a group may be taken out of that instead. End an activation that is on in Privileged Identity Management.`,
            counts: COUNTS.eligible,
          },
        ]
      : []),
    ...(adminKubeconfig === 'yes'
      ? [
          {
            does: 'Rotate the certificates, which recreates the nodes and ends every kubeconfig of an administrator.',
            counts: COUNTS.adminKubeconfig,
            commands: [
              `az aks rotate-certs --resource-group ${shellWord(resourceGroup)} --name ${shellWord(cluster)}`,
            ],
          },
        ]
      : []),
    ...(serviceAccounts.length > 0
      ? [
          {
            does: 'Delete the service accounts and let them be recreated; pods that run as them need a restart.',
            counts: COUNTS.binding,
            commands: serviceAccounts.map((account) => {
              const [namespace = '', own = ''] = account.split('/');
              return `kubectl delete serviceaccount ${shellWord(own)} --namespace ${shellWord(namespace)}`;
            }),
          },
        ]
      : []),
  ];
}

function accountSteps({ subject = '', kind, clientId }: Revocation): Step[] {
  return kind === 'ServicePrincipal'
    ? [
        {
          does: 'Disable the service principal, so that it gets no new token.',
          counts: COUNTS.sessions,
          // The Azure CLI takes no display name there, of which there may be several.
          commands:
            clientId === undefined
              ? [
                  `az ad sp list --display-name ${shellWord(subject)} --output table`,
                  "az ad sp update --id '<AppId>' --set accountEnabled=false",
                ]
              : [`az ad sp update --id ${shellWord(clientId)} --set accountEnabled=false`],
        },
      ]
    : [
        {
          does: 'Disable the account and revoke its sessions, so that it gets no new token, for this cluster or anything else.',
          counts: COUNTS.sessions,
          commands: [
            `az ad user update --id ${shellWord(subject)} --account-enabled false`,
            `az rest --method post --url "https://graph.microsoft.com/v1.0/users/$(az ad user show --id ${shellWord(subject)} --query id --output tsv)/revokeSignInSessions"`,
          ],
        },
      ];
}

function where({ namespace }: Pick<Holding, 'namespace'>): string {
  return namespace === undefined ? ' in the whole cluster' : ` in namespace '${namespace}'`;
}

/** `aks.yaml:12:13 and aks.yaml:20:5`. */
function placesOf(holdings: readonly Pick<Holding, 'place'>[]): string {
  const all = holdings.map(({ place }) =>
    place?.line === undefined ? 'what grants it' : `${place.file}:${place.line}:${place.column}`,
  );
  return [...new Set(all)].join(' and ');
}

function told({ does, counts, commands = [] }: Step): string {
  const code =
    commands.length > 0
      ? `\n\n   \`\`\`console\n${commands.map((one) => `   ${visible(one)}`).join('\n')}\n   \`\`\``
      : '';

  return `1. ${markdownText(does)} Counts ${markdownText(counts)}.${code}`;
}
