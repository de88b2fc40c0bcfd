/** The name formats of Kubernetes. Each check answers with the API server's words, or undefined when the name is fine. */

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;
const QUALIFIED_NAME_PART = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Names of namespaces. */
export function labelProblem(name: string): string | undefined {
  if (name.length > 63) {
    return 'must be no more than 63 characters';
  }
  return LABEL.test(name)
    ? undefined
    : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
        "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
}

/** Names of most objects. */
export function subdomainProblem(name: string): string | undefined {
  if (name.length > 253) {
    return 'must be no more than 253 characters';
  }
  return SUBDOMAIN.test(name)
    ? undefined
    : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and " +
        "end with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
        "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
}

/** Names of roles and bindings: anything that fits between two slashes of a URL. */
export function pathSegmentProblem(name: string): string | undefined {
  if (name === '.' || name === '..') {
    return `may not be '${name}'`;
  }
  const forbidden = ['/', '%'].find((character) => name.includes(character));
  return forbidden && `may not contain '${forbidden}'`;
}

/** Keys of labels and annotations: a name, with or without `domain/` before it. */
export function qualifiedNameProblem(key: string): string | undefined {
  const parts = key.split('/');
  const [prefix, name] = parts.length > 1 ? parts : [undefined, key];
  if (parts.length > 2) {
    return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', with an optional DNS subdomain prefix and '/'";
  }
  if (prefix !== undefined && (prefix === '' || subdomainProblem(prefix))) {
    return `prefix part ${prefix === '' ? 'must be non-empty' : subdomainProblem(prefix)}`;
  }
  if (!name) {
    return 'name part must be non-empty';
  }
  if (name.length > 63) {
    return 'name part must be no more than 63 characters';
  }
  return QUALIFIED_NAME_PART.test(name)
    ? undefined
    : "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
}

/** Values of labels. */
export function labelValueProblem(value: string): string | undefined {
  if (value.length > 63) {
    return 'must be no more than 63 characters';
  }
  return LABEL_VALUE.test(value)
    ? undefined
    : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end " +
        'with an alphanumeric character';
}
