import { Fn, Token } from 'cdktf';
import { IConstruct } from 'constructs';
import { ValidationError } from '../shared/errors';
import { isLiteral, requirePattern, requireText, requireUuid } from './guards';
import { requireKind } from './kind-check';

/**
 * IDs of objects that exist, in the form in which the providers import them.
 *
 * azurerm compares the fixed parts of an ID with case, and the Azure CLI prints some of them in lower case.
 */

export const RESOURCE_GROUP_FORM = '/subscriptions/<subscription>/resourceGroups/<group>';
export const CLUSTER_FORM = `${RESOURCE_GROUP_FORM}/providers/Microsoft.ContainerService/managedClusters/<cluster>`;
export const NODE_POOL_FORM = `${CLUSTER_FORM}/agentPools/<pool>`;

/** The names in an ID of the form, each by what the form calls it; undefined when it has another form. */
function namesIn(id: string, form: string): Record<string, string> | undefined {
  const [parts, wanted] = [id.split('/'), form.split('/')];
  if (parts.length !== wanted.length) {
    return undefined;
  }

  const names: Record<string, string> = {};
  for (const [i, word] of wanted.entries()) {
    const part = parts[i] ?? '';
    const name = /^<(\w+)>$/.exec(word)?.[1];
    if (name === undefined ? part.toLowerCase() !== word.toLowerCase() : part === '') {
      return undefined;
    }
    if (name !== undefined) {
      names[name] = part;
    }
  }
  return names;
}

/** Puts names into a form. */
function idOf(form: string, names: Readonly<Record<string, string>>): string {
  return form.replace(/<(\w+)>/g, (_match, name: string) => names[name] ?? '');
}

/**
 * An ARM ID as azurerm wants it; refuses one of another form, and one that names something else than `own` says.
 *
 * What is not known at synth is left to Terraform.
 */
export function armImportId(
  prop: string,
  id: string,
  form: string,
  own: Readonly<Record<string, string>>,
  scope: IConstruct,
): string {
  id = requireKind('string', prop, id, scope);
  if (!isLiteral(id)) {
    return id;
  }
  const names = namesIn(id, form);
  if (names === undefined) {
    throw new ValidationError(`${prop} '${id}' is not valid: use ${form}`, scope);
  }

  for (const [name, expected] of Object.entries(own)) {
    // Azure compares names without regard to case, but Terraform would replace what is spelled in another way.
    if (isLiteral(expected) && names[name] !== expected) {
      throw new ValidationError(
        `${prop} '${id}' names the ${name} '${names[name]}', and this is '${expected}': import it where its name is given, in the same case`,
        scope,
      );
    }
  }
  // As Azure has it: a cluster and its pools that spell it in two ways are not of each other to azurerm, which replaces the pools.
  return idOf(form, { ...names, subscription: names.subscription!.toLowerCase() });
}

/** The resource group that an ARM ID lies in. */
export function resourceGroupIdOf(id: string): string {
  return isLiteral(id)
    ? id.split('/').slice(0, RESOURCE_GROUP_FORM.split('/').length).join('/')
    : Token.asString(Fn.element(Fn.split('/providers/', id), 0));
}

/** ID with which azuread imports an object of a collection, such as `/groups/<object ID>`, from its object ID. */
export function directoryImportId(
  prop: string,
  collection: string,
  objectId: string,
  kind: string,
  scope: IConstruct,
): string {
  requireText(prop, objectId, scope);
  requireUuid(prop, objectId, kind, scope);

  return `/${collection}/${isLiteral(objectId) ? objectId.toLowerCase() : objectId}`;
}

/** ID of a consent, which Microsoft Graph makes up: letters, digits, hyphens and underscores. */
export function requireGraphId(prop: string, id: string | undefined, scope: IConstruct): void {
  requirePattern(
    prop,
    id,
    /^[A-Za-z0-9_-]{16,}$/,
    "use the 'id' that Microsoft Graph shows, letters, digits, '-' and '_'",
    scope,
  );
}

/** ID with which the kubernetes provider imports an object: `<namespace>/<name>`, or `<name>` outside of namespaces. */
export function kubernetesImportId(
  id: string | undefined,
  object: { readonly name: string; readonly namespace?: string },
  scope: IConstruct,
): string {
  const { name, namespace } = object;
  const own = namespace === undefined ? name : `${namespace}/${name}`;
  if (id === undefined) {
    return own;
  }

  requireText('id', id, scope);
  if (isLiteral(id) && isLiteral(own) && id !== own) {
    const form = namespace === undefined ? '<name>' : '<namespace>/<name>';
    throw new ValidationError(
      `id '${id}' is not that of this object: use '${own}', ${form}, or leave it out`,
      scope,
    );
  }
  return id;
}
