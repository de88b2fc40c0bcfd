import { AksConfig } from '../../app/config';
import { nameInAzure } from '../../app/stacks/azure-roles';
import { CommandFailed } from '../command-failed';
import { Everybody } from '../check/everybody';
import { ConfiguredAccess } from '../configured/configured-access';
import { displayName, findAccount, isUser } from '../directory/sign-in';
import { Identity } from '../identities';
import { isSubject } from '../rbac/authorizer';
import { isDefaultBinding } from '../rbac/default-roles';
import { rightsNotCovered } from '../rbac/escalation';
import { ClusterRoleBinding, placeOf } from '../rbac/objects';
import { accessReport, ReportedPlace, ReportedSubject } from '../report/report';
import { rulesInWords } from '../report/rights';
import { HeldRole } from '../ways/rights';
import { Block } from './blocks';
import { signInCommands } from './sign-in';

/** A cluster as cards need it. */
export interface ClusterOfCard {
  readonly config: AksConfig;
  readonly configured: ConfiguredAccess;

  /** ID of the tenant, where the configuration or a tenant file says it. */
  readonly tenantId?: string;
}

/** What one account may do and how it goes about it. */
export interface Card {
  readonly title: string;
  readonly blocks: readonly Block[];

  /** The clusters that the account has something in, or may ask for something in. */
  readonly clusters: readonly ClusterOfCard[];
  readonly isPipeline: boolean;

  /** Whether anybody is called so, here or in the directory. */
  readonly isKnown: boolean;
}

const ACTIVATE = 'https://entra.microsoft.com/#view/Microsoft_Azure_PIMCommon/CommonMenuBlade';

/** More names than this are counted. */
const MOST_NAMES = 5;

/** What a level lets somebody do, and what not, as long as nothing beyond it is held. */
const LEVELS: Readonly<Record<string, readonly [can: string, but: string]>> = {
  'cluster-admin': ['do everything', ''],
  admin: [
    'change and delete what is there, read its secrets, and give others rights to it',
    ', but not change the namespace itself',
  ],
  edit: ['deploy, change and delete what runs there, and read its secrets', ', but give nobody rights'],
  view: ['see what is there', ', but neither secrets nor roles, and change nothing'],
};

/** The card of an account, called as it was asked for. */
export function cardOf(name: string, clusters: readonly ClusterOfCard[]): Card {
  const parts = clusters.map((cluster) => new ClusterPart(name, cluster));
  const title = `Access of ${parts.map(({ identity }) => identity?.name).find((found) => found !== undefined) ?? name}`;
  const own = parts.filter((part) => part.hasSomething);

  return {
    title,
    clusters: own.map(({ cluster }) => cluster),
    isKnown: parts.some(
      ({ identity, problem, rolesOutside: [role] }) => (identity ?? problem ?? role) !== undefined,
    ),
    isPipeline: parts.some(({ identity }) => identity?.kind === 'ServicePrincipal'),
    blocks: [
      { kind: 'title', text: title },
      ...(own.length === 0 ? [{ kind: 'text' as const, text: nothing(name, parts) }] : []),
      ...parts.flatMap((part) => part.blocks),
    ],
  };
}

function nothing(name: string, parts: readonly ClusterPart[]): string {
  const problem = parts.map((part) => part.problem).find((found) => found !== undefined);
  if (problem !== undefined) {
    return `${problem}.`;
  }
  const roles = new Set(parts.flatMap(({ rolesOutside }) => rolesOutside));
  if (roles.size > 0) {
    return `You have no right here: what the configuration gives you in Azure gives none in the cluster (${[...roles].join(', ')}).`;
  }
  if (parts.some(({ identity }) => identity !== undefined)) {
    return 'You have nothing here: no grant of the configuration is for you.';
  }
  const nearest = parts.map((part) => part.nearest).find((found) => found !== undefined);
  const guess = nearest === undefined ? '' : ` Did you mean ${nearest}?`;
  return `Nobody called ${name} is known here, and no grant of the configuration is for that name.${guess}`;
}

/** What a card says of one cluster. */
class ClusterPart {
  readonly identity?: Identity;
  private readonly everybody: Everybody;
  private readonly subject?: ReportedSubject;
  private readonly subjects: readonly ReportedSubject[];

  constructor(
    private readonly name: string,
    readonly cluster: ClusterOfCard,
  ) {
    const { configured } = cluster;
    this.everybody = new Everybody(configured.access);
    this.identity = this.find();
    this.subjects = accessReport(configured, { configuration: '' }).subjects;
    const kind = this.identity?.kind === 'ServicePrincipal' ? 'service principal' : 'user';
    this.subject = this.subjects.find((one) => one.kind === kind && one.name === this.identity?.name);
  }

  get hasSomething(): boolean {
    return this.places.length > 0 || (this.subject?.eligible?.places.length ?? 0) > 0;
  }

  /** Who may be meant, where nobody is called so. */
  get nearest(): string | undefined {
    return this.everybody.nearest(this.name);
  }

  /** Azure roles of the account's own that give no right in the cluster, such as to fetch a kubeconfig. */
  get rolesOutside(): string[] {
    const names = [this.name, this.identity?.name].map((name) => name?.toLowerCase());
    return this.cluster.configured
      .rolesOutside()
      .filter(({ subject }) => names.includes(subject.name.toLowerCase()))
      .map(({ role }) => role);
  }

  /** Why the account cannot sign in at all. */
  get problem(): string | undefined {
    const { access } = this.cluster.configured;
    const account = findAccount(this.name, access.directory);

    return account && access.signInProblemOf(account);
  }

  get blocks(): Block[] {
    const { config } = this.cluster;
    const blocks = [
      ...this.rights(),
      ...(this.hasSomething && this.problem === undefined ? this.signIn() : []),
      ...this.eligible(),
      ...items('Whom to ask:', this.whomToAsk()),
      ...items('To know:', this.notes()),
    ];
    return blocks.length === 0
      ? []
      : [
          {
            kind: 'heading',
            text: `Cluster ${config.cluster.name}${[undefined, config.cluster.name].includes(config.key) ? '' : ` (${config.key})`}`,
          },
          ...blocks,
        ];
  }

  private get places(): readonly ReportedPlace[] {
    return this.subject?.places ?? [];
  }

  private find(): Identity | undefined {
    const found = this.everybody.meant(this.name);
    if (found?.kind === 'Group' || found?.kind === 'ServiceAccount') {
      const what = found.kind === 'Group' ? 'a group' : 'a service account';
      throw new CommandFailed(
        `--for '${this.name}' is ${what}, and a card is for somebody who signs in: name a user or a service principal`,
      );
    }
    return found;
  }

  private rights(): Block[] {
    const told = this.places.map(
      (place) => `${whereOf(place)} you can ${this.doing(place)}${this.through(place)}.`,
    );

    return items('What you can do:', told);
  }

  /** What a level stands for, and whatever is held beyond it. */
  private doing(place: ReportedPlace): string {
    const { namespace, level } = place;
    const { authorizer, bindings } = this.cluster.configured.access;
    const own = this.rolesIn(namespace).flatMap(({ rules }) => rules);
    const known = LEVELS[level] === undefined ? [] : (authorizer.rulesOfRole(bindingTo(level)) ?? []);
    const unknown = bindings
      .filter((binding) => placeOf(binding) === namespace && authorizer.rulesOfRole(binding) === undefined)
      .filter(({ subjects }) => subjects.some((one) => isSubject(this.identity!.user, one, namespace)))
      .map(
        ({ roleRef }) =>
          `what the ${roleRef.kind} ${roleRef.name} allows, which this configuration does not define`,
      );
    const more = [...rulesInWords(rightsNotCovered(known, own)), ...new Set(unknown)].join('; ');
    return `${levelInWords(place, more !== '') ?? ''}${more === '' ? '' : `${LEVELS[level] ? ', and besides ' : ''}${more}`}`;
  }

  private rolesIn(namespace: string | undefined): HeldRole[] {
    return this.everybody
      .rolesOf(this.identity!)
      .filter((role) => role.namespace === namespace && role.binding && !isDefaultBinding(role.binding));
  }

  private through({ namespace }: ReportedPlace): string {
    const groups = new Set(this.groupsBehind(this.rolesIn(namespace)).map((id) => this.groupName(id)));
    return groups.size === 0 ? '' : `, as a member of ${[...groups].join(' and ')}`;
  }

  private groupName(id: string): string {
    return this.everybody.access.directory.groups.find(({ objectId }) => objectId === id)?.displayName ?? id;
  }

  private signIn(): Block[] {
    const { config, configured } = this.cluster;
    const { user, kind } = this.identity!;
    const account = findAccount(this.name, configured.access.directory);
    const { text, lines } = signInCommands(this.cluster, {
      isPipeline: kind === 'ServicePrincipal',
      isGuest: account !== undefined && isUser(account) && account.userType === 'Guest',
      namespace: this.places[0]?.namespace,
    });
    const mayFetch = configured.clusterUsers.some((subject) => isSubject(user, subject, undefined));
    const { privateCluster, authorizedIpRanges } = config.cluster.apiServer ?? {};
    const notes = [
      ...(privateCluster ? ['The API server is private: sign in from its network.'] : []),
      ...(authorizedIpRanges?.length
        ? [`The API server answers to these addresses only: ${authorizedIpRanges.join(', ')}.`]
        : []),
      ...(mayFetch
        ? []
        : [
            'Nothing here gives you the role Azure Kubernetes Service Cluster User Role, without which get-credentials is refused' +
              `${configured.access.hasOtherPeople ? ', unless a group of yours has it' : ''}: ask for it.`,
          ]),
    ];
    return [
      { kind: 'text', text },
      { kind: 'commands', lines },
      ...notes.map((note): Block => ({ kind: 'text', text: note })),
    ];
  }

  private eligible(): Block[] {
    const { activated } = this.everybody.access;
    const told = (this.subject?.eligible?.places ?? []).flatMap((place) => {
      const what = (activated?.bindings ?? [])
        .filter((binding) => placeOf(binding) === place.namespace)
        .flatMap((binding) => binding.subjects)
        .filter(
          (subject) =>
            subject.activates !== undefined && isSubject(this.identity!.user, subject, place.namespace),
        )
        .map(({ activates }) => activates!);
      const then = levelInWords(place) ?? 'do more';
      return [...new Set(what)].map(
        (one) =>
          `${upperFirst(one)}: ${lowerFirst(whereOf(place))} you can ${then} while it lasts.${this.approvers(one, place.namespace)}`,
      );
    });
    return told.length === 0
      ? []
      : [
          ...items('What you may ask for, for some hours:', told),
          {
            kind: 'text',
            text: `Activate it at ${ACTIVATE}, under My roles; after the activation of a membership sign in again, as a token lists the groups of when it was issued.`,
          },
        ];
  }

  /** Who has to approve an activation. */
  private approvers(what: string, namespace: string | undefined): string {
    const { aad, azureRoles } = this.cluster.config;
    const ofGroup =
      aad.mode === 'managed' && what === `the membership of group ${aad.adminGroup?.displayName}`
        ? aad.adminGroup?.eligible?.activation
        : undefined;
    const ofRole = azureRoles.find(
      (entry) =>
        what === `the role ${nameInAzure(entry, this.cluster.config.cluster.name)}` &&
        entry.namespace === namespace &&
        entry.eligible,
    )?.eligible?.activation;
    const approvers = (ofGroup ?? ofRole)?.approvers;
    const names = [...(approvers?.users ?? []), ...(approvers?.groups ?? [])].map((one) => this.nameOf(one));

    return names.length === 0 ? '' : ` ${listed(names)} ${names.length === 1 ? 'approves' : 'approve'} it.`;
  }

  private nameOf(name: string): string {
    const { directory } = this.everybody.access;
    const account = findAccount(name, directory);

    return account ? displayName(account) : this.groupName(name);
  }

  private whomToAsk(): string[] {
    const { directory } = this.everybody.access;
    const own = new Set(this.identity ? this.groupsBehind(this.everybody.rolesOf(this.identity)) : []);
    // Who has nothing is to know which groups give something.
    const groups = own.size > 0 ? own : new Set(this.grantedGroups());
    const owners = directory.groups
      .filter(({ objectId, owners: some }) => groups.has(objectId) && some.length > 0)
      .map(
        ({ displayName: group, owners: some }) =>
          `About group ${group}: its owners, ${listed(some.map((id) => this.nameOf(id)))}.`,
      );
    const administrators = this.subjects
      .filter(
        ({ kind, name, places }) =>
          kind === 'user' && name !== this.identity?.name && places.some(isEverything),
      )
      .map(({ name }) => name);
    const adminGroups = this.subjects
      .filter(({ kind, places }) => kind === 'group' && places.some(isEverything))
      .map(({ name }) => `the members of ${name}`);
    const all = administrators.length > 0 ? administrators : adminGroups;

    return [
      ...owners.slice(0, MOST_NAMES),
      ...(all.length > 0 ? [`About rights in this cluster: its administrators, ${listed(all)}.`] : []),
    ];
  }

  /** Object IDs of the groups as members of which the account holds roles. */
  private groupsBehind(roles: readonly HeldRole[]): string[] {
    return roles.flatMap((role) => {
      const subject = this.everybody.subjectOf(this.identity!, role);
      return subject?.kind === 'Group' ? [subject.name] : [];
    });
  }

  private grantedGroups(): string[] {
    return this.everybody.access.bindings
      .filter((binding) => !isDefaultBinding(binding))
      .flatMap(({ subjects }) => subjects.filter(({ kind }) => kind === 'Group').map(({ name }) => name));
  }

  private notes(): string[] {
    const { access } = this.cluster.configured;
    const account = findAccount(this.name, access.directory);
    const opaque = access.hasOtherPeople ? this.everybody.opaqueGroups.map(({ name }) => name) : [];

    return [
      ...(account ? access.signIn(account).notes : []).map((note) => `${note}.`),
      ...(opaque.length > 0
        ? [
            `Who is in ${listed(opaque)} is not known here, as there is no tenant file: a member may be able to do more.`,
          ]
        : []),
    ];
  }
}

/** `see what is there … (view)`; undefined for a level that says nothing. What is not allowed is told only where that is true. */
function levelInWords({ level, more }: ReportedPlace, hasMore = more === true): string | undefined {
  const [can, but] = LEVELS[level] ?? [];
  return can === undefined ? undefined : `${can}${more || hasMore ? '' : but} (${level})`;
}

function whereOf({ namespace }: ReportedPlace): string {
  return namespace === undefined ? 'In the whole cluster' : `In namespace '${namespace}'`;
}

/** As if a cluster role were bound, to find out what it allows. */
function bindingTo(name: string): ClusterRoleBinding {
  return {
    kind: 'ClusterRoleBinding',
    metadata: { name: '' },
    roleRef: { kind: 'ClusterRole', name },
    subjects: [],
  };
}

function isEverything({ namespace, level }: ReportedPlace): boolean {
  return namespace === undefined && level === 'cluster-admin';
}

function items(text: string, told: readonly string[]): Block[] {
  return told.length === 0
    ? []
    : [
        { kind: 'text', text },
        { kind: 'items', items: told },
      ];
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;

  return `${names.slice(0, MOST_NAMES).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
