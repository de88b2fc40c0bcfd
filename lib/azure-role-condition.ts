import { requireFilled, requireKnown, requirePattern, requireText } from './private/guards';
import { requireKind } from './private/kind-check';
import {
  CUSTOM_RESOURCE_ACTIONS,
  DATA_ACTION_PREFIX,
  DataActionRights,
  includesAction,
  isCustomResource,
} from './shared/aks-data-actions';
import { conditionProblem } from './shared/condition-text';
import { ValidationError } from './shared/errors';
import { referenceIn } from './shared/references';

/** Custom resources of one API group. */
export interface CustomResources {
  /** API group, such as `cert-manager.io`. */
  readonly apiGroup: string;

  /**
   * Resources of the group: plurals in lower case, such as `certificates`, which Azure calls kinds.
   *
   * @default - all resources of the group
   */
  readonly resources?: string[];
}

const GROUP = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const RESOURCE = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;

const ATTRIBUTES = `@Request[${DATA_ACTION_PREFIX}customResources:`;

/**
 * What an Azure role assignment is limited to beyond its role: the `condition` of an `azurerm_role_assignment`, version 2.0.
 *
 * AKS evaluates conditions on custom resources only, as a preview, and on clusters that have had Azure RBAC since they were
 * created: https://learn.microsoft.com/azure/aks/entra-id-authorization.
 */
export class AzureRoleCondition {
  /**
   * Of custom resources only these. What a role allows with other resources stays as it is.
   *
   * @param resources at least one
   * @throws when a name is not valid, or is that of a resource that Azure has data actions for
   */
  static customResources(resources: CustomResources[]): AzureRoleCondition {
    resources = requireKind('CustomResources[]', 'resources', resources);
    requireKnown('resources', resources);
    if (resources.length === 0) {
      throw new ValidationError("'resources' is empty: name the API groups that are let through");
    }
    resources.forEach((one, index) => requireResources(one, `resources[${index}]`));
    const alternatives = resources.map(({ apiGroup, resources: kinds = [] }) => {
      const of = kinds.map((kind) => equals('kind', kind));
      return `(${[equals('group', apiGroup), ...(of.length > 0 ? [`(${of.join(' OR ')})`] : [])].join(' AND ')})`;
    });

    return new AzureRoleCondition(alternatives.join(' OR '), true);
  }

  /**
   * Any condition, in the language of Azure. The access report does not evaluate all of it, and then says so.
   *
   * @param expression of version 2.0, without references
   * @throws when a parenthesis, brace or quotation mark has no counterpart, or Terraform would see a reference in it
   */
  static unsafeRaw(expression: string): AzureRoleCondition {
    requireText('expression', expression);
    const problem =
      typeof expression === 'string'
        ? (referenceProblem(expression) ?? conditionProblem(expression))
        : 'must be known at synth: write it out';
    if (problem !== undefined) {
      throw new ValidationError(`expression ${problem}`);
    }
    return new AzureRoleCondition(expression, false);
  }

  private constructor(
    private readonly text: string,

    /** Whether it is about custom resources alone. @internal */
    readonly _isOnCustomResources: boolean,
  ) {}

  /** The condition of an assignment of a role with these rights. @internal */
  _expression(rights: DataActionRights): string {
    if (!this._isOnCustomResources) {
      return this.text;
    }
    const others = CUSTOM_RESOURCE_ACTIONS.filter((action) => includesAction(rights, action)).map(
      (action) => `!(ActionMatches{'${DATA_ACTION_PREFIX}${action}'})`,
    );
    return `((${others.join(' AND ')}) OR ${this.text})`;
  }
}

function referenceProblem(expression: string): string | undefined {
  const reference = referenceIn(expression);

  return reference && `has ${reference} in it, which is no part of a condition: write the value itself`;
}

function requireResources(one: CustomResources, place: string): void {
  requireFilled(one, { resources: 'all resources of the group' }, undefined, `${place}.`);
  const { apiGroup, resources } = one;
  requireKnown(`${place}.apiGroup`, apiGroup);
  requirePattern(
    `${place}.apiGroup`,
    apiGroup,
    GROUP,
    'use an API group in lower case, such as cert-manager.io',
  );
  requireKnown(`${place}.resources`, resources);
  resources?.forEach((resource, index) => {
    const prop = `${place}.resources[${index}]`;
    requirePattern(prop, resource, RESOURCE, 'use a plural in lower case, such as certificates');
    if (!isCustomResource(apiGroup, resource)) {
      throw new ValidationError(
        `${prop} '${resource}' of '${apiGroup}' is no custom resource, so that the condition would not be asked: ` +
          'give it in the data actions of an AzureRoleDefinition',
      );
    }
  });
}

/** Kubernetes has lower case only; the operator is the one of Microsoft's examples. */
function equals(attribute: string, value: string): string {
  return `${ATTRIBUTES}${attribute}] StringEqualsIgnoreCase '${value}'`;
}
