import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Manifest, TerraformStack } from 'cdktf';
import { API_RESOURCES, hasSubresource } from '../../lib/shared/api-resources';
import { meantVerb, meantVerbOfOthers } from '../../lib/shared/api-verbs';
import { closeTo } from '../../lib/shared/close-to';
import { Everybody } from '../check/everybody';
import { inWords, requestsOf } from '../check/requests';
import { labelOf } from '../check/rights-rules';
import { configuredAccess } from '../configured/configured-access';
import { StackJson } from '../configured/synthesized-app';
import { loadTenant } from '../directory/load-tenant';
import { Identity } from '../identities';
import { closestApiResource, findApiResource } from '../rbac/api-resources';
import { TerraformObject, text } from '../rbac/from-terraform';
import { wayInWords } from '../ways/ways';
import { CLUSTER_TYPES } from '../../lib/shared/cluster-types';

/** What access is read from. */
export interface AccessOptions {
  /**
   * IDs of the stacks that one cluster hangs on, for an app with several clusters.
   *
   * @default - all stacks
   */
  readonly stacks?: readonly string[];

  /**
   * Tenant file that says who is in which group and who is a guest, in the form of `tenant.yaml`.
   *
   * @default - everybody who is looked up is taken to exist, and nobody is known to be in a group
   */
  readonly tenant?: string;
}

/** Where something is done. */
export interface AccessPlace {
  /** @default - the whole cluster */
  readonly namespace?: string;
}

/** An answer, and what it comes from. */
export interface AccessAnswer {
  /** `partly`: on some named objects. `unknown`: it hangs on who is in a group. */
  readonly answer: 'yes' | 'partly' | 'no' | 'unknown';

  /** `alice@contoso.com can delete pods in namespace 'shop'`. */
  readonly question: string;

  /** Groups, bindings and roles that grant it, or whatever is held there in its place. */
  readonly grants: readonly string[];
}

/** Who may do what in a cluster, as far as an app decides it. */
export interface AppAccess {
  /** Whether somebody can do it: a user principal name, a mail address, a display name, an object ID, or `<namespace>/<service account>`. */
  can(subject: string, verb: string, resource: string, place?: AccessPlace): AccessAnswer;

  /** Whether somebody is cluster administrator or can become one. */
  reachesClusterAdmin(subject: string): AccessAnswer;
}

/**
 * Reads from an app who may do what, without Terraform; synthesises it into a folder that is removed again.
 *
 * Throws when the app is not valid, and for questions about what is not there, which every answer would fit.
 */
export function accessOf(app: App, options: AccessOptions = {}): AppAccess {
  requireOptions(options);
  const { stacks, warnings } = synthesized(app, options.stacks);
  const clusters = clustersIn(stacks, 'resource');
  // A cluster that is made in one stack may be looked up in the next.
  const names = [...clusters, ...clustersIn(stacks, 'data')].map((one) => text(one, 'name')?.toLowerCase());
  const count = Math.max(clusters.length, new Set(names.filter((name) => name && !name.includes('${'))).size);
  if (count > 1) {
    throw new Error(
      `accessOf: the app has ${count} clusters: name the stacks of one, accessOf(app, { stacks: ['…'] })`,
    );
  }
  const [cluster = {}] = clusters;
  const config = {
    cluster: {
      name: text(cluster, 'name') ?? 'cluster',
      kubernetesVersion: text(cluster, 'kubernetes_version'),
    },
  };
  const tenant = options.tenant === undefined ? undefined : loadTenant(options.tenant);
  const { access } = configuredAccess({ config, stacks, warnings }, tenant);
  return new Answers(new Everybody(access));
}

/** Clusters that are made, or looked up. */
function clustersIn(
  stacks: Readonly<Record<string, StackJson>>,
  section: 'resource' | 'data',
): TerraformObject[] {
  return Object.values(stacks).flatMap((stack) =>
    CLUSTER_TYPES.flatMap((type) => Object.values(stack[section]?.[type] ?? {})),
  );
}

class Answers implements AppAccess {
  constructor(private readonly everybody: Everybody) {}

  can(subject: string, verb: string, resource: string, place: AccessPlace = {}): AccessAnswer {
    requireKeys('the place', place, ['namespace'], "{ namespace: 'shop' }");
    return this.canIn(subject, verb, resource, place.namespace);
  }

  private canIn(
    subject: string,
    verb: string,
    resource: string,
    namespace: string | undefined,
  ): AccessAnswer {
    const identity = this.find(subject);
    this.requireKnown(resource, namespace);
    requireVerb(verb, resource);
    const { everybody } = this;
    const [request] = requestsOf([verb], [resource]);
    const { need, words, isNamespaced } = request!;
    const place = isNamespaced ? namespace : undefined;
    const question = `${labelOf(identity)} can ${words}${inWords(place)}`;

    const reaching = everybody.rolesIn(identity, place).filter((role) => everybody.reach(role, need));
    const grants = reaching.flatMap((role) => everybody.chain(identity, role));
    if (reaching.length > 0) {
      const isAll = reaching.some((role) => everybody.reach(role, need)?.all);
      return { answer: isAll ? 'yes' : 'partly', question, grants };
    }
    const groups =
      identity.kind === 'User' || identity.kind === 'ServicePrincipal' ? everybody.opaqueGroups : [];
    const perhaps = groups.filter((group) =>
      everybody.rolesIn(group, place).some((role) => everybody.reach(role, need)),
    );
    return perhaps.length > 0
      ? { answer: 'unknown', question, grants: perhaps.map((group) => unknownMember(group)) }
      : {
          answer: 'no',
          question,
          grants: everybody.rolesIn(identity, place).flatMap((role) => everybody.chain(identity, role)),
        };
  }

  reachesClusterAdmin(subject: string): AccessAnswer {
    const identity = this.find(subject);
    const { everybody } = this;
    const question = `${labelOf(identity)} is cluster administrator or can become one`;
    const way = everybody.wayToTheTop(identity);
    if (way) {
      const role = everybody.fullRole(identity);
      const held = role ? everybody.chain(identity, role) : [];
      return {
        answer: 'yes',
        question,
        grants: [...held, ...(way.steps.length > 0 ? [wayInWords(way)] : [])],
      };
    }
    const groups =
      identity.kind === 'Group' || identity.kind === 'ServiceAccount' ? [] : everybody.opaqueGroups;
    const perhaps = groups.filter((group) => everybody.wayToTheTop(group));
    return {
      answer: perhaps.length > 0 ? 'unknown' : 'no',
      question,
      grants: perhaps.map((group) => unknownMember(group)),
    };
  }

  private find(subject: string): Identity {
    const found = this.everybody.meant(subject);
    if (!found) {
      const names = this.everybody.identities.map(({ name }) => name);
      const guess = closeTo(subject, names);
      const hint = guess
        ? `did you mean '${guess}'?`
        : 'accessOf(app, { tenant }) names a file with everybody of the directory';
      throw new Error(`nobody here is called '${subject}': ${hint}`);
    }
    return found;
  }

  private requireKnown(resource: string, namespace: string | undefined): void {
    const [name = '', subresource] = resource.split('/');
    if (findApiResource(name)?.resource !== name.split('.')[0]) {
      throw new Error(
        `'${resource}' is no resource of Kubernetes: write the plural, such as '${closestApiResource(name)}', and what is not built in with its API group`,
      );
    }
    requireSubresource(name, subresource);
    if (namespace !== undefined && !this.everybody.namespaces.has(namespace)) {
      throw new Error(
        `there is no namespace '${namespace}': the app neither creates it nor binds anybody in it; there are ${[...this.everybody.namespaces].join(', ')}`,
      );
    }
  }
}

/** Types are no help here: what runs tests strips them. A question that was meant otherwise would be answered. */
function requireKeys(what: string, given: unknown, known: readonly string[], example: string): void {
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const unknown = isObject ? Object.keys(given).find((key) => !known.includes(key)) : undefined;
  if (!isObject || unknown !== undefined) {
    const problem = isObject ? `has '${unknown}', which is not known` : `is ${JSON.stringify(given)}`;
    throw new Error(`${what} ${problem}: write ${example}`);
  }
}

function requireOptions(options: AccessOptions): void {
  const example = "accessOf(app, { stacks: ['…'], tenant: 'tenant.yaml' })";
  requireKeys('accessOf: the second argument', options, ['stacks', 'tenant'], example);
  if (options.stacks !== undefined && !Array.isArray(options.stacks)) {
    throw new Error(`accessOf: stacks is no list: write ${example}`);
  }
}

function requireSubresource(name: string, subresource: string | undefined): void {
  const type = API_RESOURCES.find((one) => one === findApiResource(name));
  if (type && subresource !== undefined && subresource !== '*' && !hasSubresource(type, subresource)) {
    const there = type.subresources.map((one) => `'${name}/${one}'`).join(', ');
    throw new Error(
      `'${name}/${subresource}' is no subresource of Kubernetes: ${there === '' ? `${name} has none` : `there are ${there}`}`,
    );
  }
}

/** What Kubernetes never asks for is denied to everybody. Who has an API server may have verbs of its own. */
function requireVerb(verb: string, resource: string): void {
  const [name = ''] = resource.split('/');
  const isBuiltIn = API_RESOURCES.some((one) => one === findApiResource(name));
  const meant = isBuiltIn ? meantVerb(verb) : meantVerbOfOthers(verb);
  if (meant !== undefined) {
    throw new Error(`'${verb}' is no verb of Kubernetes: use ${meant}`);
  }
}

function unknownMember(group: Identity): string {
  return `${labelOf(group)} can, and who is in it is not known: accessOf(app, { tenant: 'tenant.yaml' })`;
}

function synthesized(
  app: App,
  names: readonly string[] | undefined,
): { stacks: Record<string, StackJson>; warnings: string[] } {
  const all = app.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  const missing = names?.find((name) => !all.some(({ node }) => node.id === name));
  if (missing !== undefined) {
    const there = all.map(({ node }) => node.id).join(', ');
    throw new Error(`accessOf: the app has no stack '${missing}': there are ${there}`);
  }

  const outdir = mkdtempSync(join(tmpdir(), 'cdktf-aks-aad-'));
  try {
    all.forEach((stack) => stack.prepareStack());
    const session = { outdir, skipValidation: false, manifest: new Manifest('0', outdir, false) };
    all.forEach((stack) => stack.synthesizer.synthesize(session));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
  const chosen = all.filter(({ node }) => names?.includes(node.id) ?? true);
  return {
    stacks: Object.fromEntries(chosen.map((stack) => [stack.node.id, stack.toTerraform() as StackJson])),
    warnings: [],
  };
}
