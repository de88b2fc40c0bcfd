import { Token } from 'cdktf';
import { DataKubernetesNamespaceV1 } from '@cdktf/provider-kubernetes/lib/data-kubernetes-namespace-v1';
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { Construct, IConstruct } from 'constructs';
import { KubernetesConnection } from './kubernetes-connection';
import { metadata } from './private/bindings';
import { honourDependencies } from './private/dependencies';
import { noteNamespace } from './private/created-namespaces';
import { checkConnection } from './private/connection-check';
import { ValidationError } from './shared/errors';
import { isLiteral, requireDnsLabel } from './private/guards';
import { kubernetesImportId } from './private/import-ids';
import { requireMetadata, requireNamespaceLabels } from './private/kubernetes-metadata';
import { protectedIf } from './shared/protection';
import { withoutStackTraces } from './private/stack-traces';
import { requireUnique } from './private/unique-objects';
import { takeOver } from './shared/take-over';
import { requireKind, requireProps } from './private/kind-check';
import { withLateAddress } from './private/late-address';

/** Namespaces that every cluster has. */
const PART_OF_EVERY_CLUSTER = ['default', 'kube-system', 'kube-public', 'kube-node-lease'];

/** A namespace of a cluster, whoever created it. */
export interface IKubernetesNamespace extends IConstruct {
  /** Name of the namespace; what refers to it waits until the namespace exists. */
  readonly namespaceName: string;
}

/** Properties of `KubernetesNamespace`. */
export interface KubernetesNamespaceProps {
  /** Name: 1 to 63 lowercase letters, digits and hyphens. A change replaces the namespace with everything in it. */
  readonly name: string;

  /**
   * Labels, such as `{ team: 'shop' }`.
   *
   * @default - none
   */
  readonly labels?: { [key: string]: string };

  /**
   * Annotations.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };

  /**
   * Whether Terraform refuses to destroy or replace the namespace, and with it everything in it.
   *
   * @default false
   */
  readonly protect?: boolean;

  /**
   * Connection to the cluster that gets the namespace; must be of the same stack. Required when the stack has more than
   * one.
   *
   * @default - the only connection of the stack
   */
  readonly connection?: KubernetesConnection;
}

/**
 * A namespace of a cluster.
 *
 * Defines a `kubernetes_namespace_v1`. Removing the construct deletes the namespace with everything in it.
 */
export class KubernetesNamespace extends Construct implements IKubernetesNamespace {
  /** Reads a namespace while planning, with a `kubernetes_namespace_v1` data source. */
  static fromLookup(scope: Construct, id: string, name: string): IKubernetesNamespace {
    return new ExistingNamespace(scope, id, name);
  }

  readonly namespaceName: string;

  private readonly name: string;
  private readonly resource: NamespaceV1;

  /**
   * Defines the namespace.
   *
   * @throws when the name, a label or an annotation is not valid, or every cluster has the namespace
   */
  constructor(scope: Construct, id: string, props: KubernetesNamespaceProps) {
    super(scope, id);
    props = requireProps('KubernetesNamespaceProps', props, this);
    const { name, labels, annotations, connection, protect } = props;

    requireDnsLabel('name', name, this);
    if (isLiteral(name) && PART_OF_EVERY_CLUSTER.includes(name)) {
      throw new ValidationError(`name '${name}' is a namespace of every cluster: refer to it by name`, this);
    }
    requireMetadata(labels, annotations, this);
    requireNamespaceLabels(name, labels, this);
    checkConnection(this, 'the namespace', connection);

    this.name = name;
    this.resource = withoutStackTraces(
      () =>
        new NamespaceV1(this, 'Resource', {
          provider: connection?._provider,
          metadata: metadata({ name, labels, annotations }),
          // Known to Terraform alone and not in what an import reads, so it would be a change of every adopted namespace.
          lifecycle: protectedIf(protect, { ignoreChanges: ['wait_for_default_service_account'] }),
        }),
    );
    this.namespaceName = nameOf(withLateAddress(this.resource));
    requireUnique(this, this.resource, `namespace '${name}'`, [name]);
    noteNamespace(this, connection, name, this.namespaceName);
  }

  /**
   * Takes over an existing namespace, with everything in it: the next deployment imports it. Labels and annotations that
   * are not given here are removed.
   *
   * @param name name of the namespace; by default that of the construct, and never another one
   * @throws when it is another name
   */
  importFrom(name?: string): void {
    takeOver(this.resource, kubernetesImportId(name, { name: this.name }, this));
  }
}

/** A namespace that this stack does not manage. */
class ExistingNamespace extends Construct implements IKubernetesNamespace {
  readonly namespaceName: string;

  constructor(scope: Construct, id: string, name: string) {
    super(scope, id);
    requireKind('string', 'name', name, this);
    requireDnsLabel('name', name, this);

    this.namespaceName = nameOf(
      new DataKubernetesNamespaceV1(this, 'Resource', { metadata: metadata({ name }) }),
    );
    honourDependencies(this);
  }
}

/** The name as a reference, which is the same whether bindings have `metadata` as a block or as a list. */
function nameOf(namespace: NamespaceV1 | DataKubernetesNamespaceV1): string {
  return Token.asString(namespace.interpolationForAttribute('metadata[0].name'));
}
