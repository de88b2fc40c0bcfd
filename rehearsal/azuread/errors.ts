import { text } from '../world/attributes';
import { Directory } from './directory';
import { Problem } from '../world/behaviour';
import { State } from '../protocol/values';

/** Azure AD's 400 and 409, as azuread shows them. */
export function badRequest(message: string, attribute: string): Problem {
  return {
    summary: `unexpected status 400 (400 Bad Request) with error: Request_BadRequest: ${message}`,
    path: [attribute],
  };
}

export function conflict(message: string): Problem {
  return {
    summary: `unexpected status 409 (409 Conflict) with error: Request_MultipleObjectsWithSameKeyValue: ${message}`,
  };
}

export function missingServicePrincipal(
  object: State,
  name: string,
  directory: Directory,
): Problem | undefined {
  const id = text(object, name);
  return directory.servicePrincipal(id)
    ? undefined
    : { summary: `Service principal with object ID "${id}" was not found`, path: [name] };
}

export function missingPrincipal(object: State, name: string, directory: Directory): Problem | undefined {
  const id = text(object, name);
  return directory.principal(id)
    ? undefined
    : {
        summary:
          'unexpected status 404 (404 Not Found) with error: Request_ResourceNotFound: ' +
          `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
        path: [name],
      };
}
