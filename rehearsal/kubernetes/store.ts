import { bindingsOfAdminGroups } from '../../access/azure/azure-bindings';
import { block, text } from '../world/attributes';
import { AksCluster } from './aks-cluster';
import { Context } from '../world/behaviour';
import { DEFAULT_NAMESPACES, DefaultObject, defaultObjects } from '../../access/rbac/default-roles';
import {
  CLUSTER_ROLE,
  CLUSTER_ROLE_BINDING,
  idOfObject,
  Kind,
  KINDS,
  nameOf,
  NAMESPACE,
  namespaceOf,
  ROLE,
  ROLE_BINDING,
  SERVICE_ACCOUNT,
  typesOf,
} from './kinds';
import { State } from '../protocol/values';
import { ClusterRoleBinding } from '../../access/rbac/objects';
import { World } from '../world/world';

/** Type under which the world keeps what API servers store; no provider has one of this name. */
const API_OBJECT = 'kubernetes_api_object';

/** What the API server of a cluster has stored is gone with the cluster. */
export function removeObjectsOf(cluster: AksCluster, world: World): void {
  for (const { host, kind: name, state } of world.all(API_OBJECT)) {
    if (host !== cluster.host) {
      continue;
    }
    const object = state as State;
    const kind = KINDS.find((one) => one.kind === name)!;
    world.remove(API_OBJECT, keyOf(cluster.host, kind, text(object, 'id')!));
    typesOf(kind).forEach((type) => world.remove(type, text(block(object, 'metadata'), 'uid')!));
  }
}

/**
 * What the API server of one cluster stores.
 *
 * Objects are kept per cluster and kind, not per resource type of Terraform: `kubernetes_role` and `kubernetes_role_v1`
 * of one name are one object, and objects of one name in two clusters are two.
 */
export class KubernetesStore {
  private readonly host: string;
  private readonly world: World;
  private readonly givenNamespaces: readonly string[];

  constructor(
    private readonly cluster: AksCluster,
    { world, tenant }: Pick<Context, 'tenant' | 'world'>,
  ) {
    this.host = cluster.host;
    this.world = world;
    this.givenNamespaces = [...DEFAULT_NAMESPACES, ...(tenant.namespaces ?? [])];
  }

  /** The states of all objects of a kind that were deployed. */
  list({ kind }: Kind): State[] {
    return this.world
      .all(API_OBJECT)
      .filter((object) => object.host === this.host && object.kind === kind)
      .map((object) => object.state as State);
  }

  get(kind: Kind, id: string): State | undefined {
    return this.world.get(API_OBJECT, this.key(kind, id))?.state as State | undefined;
  }

  put(kind: Kind, state: State): void {
    const id = idOfObject(nameOf(state)!, namespaceOf(state));
    this.world.put(API_OBJECT, this.key(kind, id), { host: this.host, kind: kind.kind, state });
  }

  /** Removes an object; a namespace takes everything in it along. */
  remove(kind: Kind, id: string): void {
    this.world.remove(API_OBJECT, this.key(kind, id));
    if (kind !== NAMESPACE) {
      return;
    }
    for (const { host, kind: name, state } of this.world.all(API_OBJECT)) {
      if (host === this.host && namespaceOf(state as State) === id) {
        const contained = text(state as State, 'id')!;
        this.world.remove(API_OBJECT, this.key({ kind: name as string }, contained));
      }
    }
  }

  /** Whether an object exists, be it deployed or one that every cluster has. */
  has(kind: Kind, name: string, namespace?: string): boolean {
    return (
      this.get(kind, idOfObject(name, namespace)) !== undefined ||
      this.builtIn(kind, name, namespace) !== undefined
    );
  }

  /** Names of all namespaces. */
  get namespaces(): string[] {
    return [...this.givenNamespaces, ...this.list(NAMESPACE).map((state) => nameOf(state)!)];
  }

  /** Those of the defaults of a kind that nobody has changed: what has been deployed stands in the place of the others. */
  unchanged<T extends DefaultObject>(kind: Kind, defaults: readonly T[]): T[] {
    return defaults.filter(
      ({ metadata }) => this.get(kind, idOfObject(metadata.name, metadata.namespace)) === undefined,
    );
  }

  /** The bindings that AKS makes. */
  get aksBindings(): readonly ClusterRoleBinding[] {
    return bindingsOfAdminGroups(this.cluster.aad?.adminGroupObjectIds ?? []);
  }

  /** An object that every cluster has, as it is from the start. */
  builtIn(kind: Kind, name: string, namespace?: string): DefaultObject | undefined {
    const defaults = defaultObjects(this.cluster.kubernetesVersion);
    const find = (objects: readonly DefaultObject[]): DefaultObject | undefined =>
      objects.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
    switch (kind) {
      case NAMESPACE:
        return this.givenNamespaces.includes(name) ? { metadata: { name } } : undefined;

      case SERVICE_ACCOUNT:
        return name === 'default' ? { metadata: { name, namespace } } : undefined;

      case CLUSTER_ROLE:
        return find(defaults.clusterRoles);

      case CLUSTER_ROLE_BINDING:
        return find([...defaults.clusterRoleBindings, ...this.aksBindings]);

      case ROLE:
        return find(defaults.roles);

      case ROLE_BINDING:
        return find(defaults.roleBindings);

      default:
        return undefined;
    }
  }

  private key(kind: Pick<Kind, 'kind'>, id: string): string {
    return keyOf(this.host, kind, id);
  }
}

function keyOf(host: string, { kind }: Pick<Kind, 'kind'>, id: string): string {
  return `${host} ${kind} ${id}`;
}
