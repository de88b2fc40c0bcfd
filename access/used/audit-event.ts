/** Who sent a request, as the API server knows them. */
export interface AuditUser {
  readonly username?: string;
  readonly uid?: string;
  readonly groups?: readonly string[] | null;

  /** Of Azure AD among others `oid`, the object ID. */
  readonly extra?: Readonly<Record<string, readonly string[] | null>> | null;
}

/** An event of audit.k8s.io/v1, as far as it tells who used which right. */
export interface AuditEvent {
  readonly stage?: string;
  readonly verb?: string;
  readonly requestURI?: string;
  readonly user?: AuditUser;
  readonly impersonatedUser?: AuditUser | null;

  /** With constrained impersonation, by which verb: `impersonate:user-info`. */
  readonly authenticationMetadata?: { readonly impersonationConstraint?: string } | null;
  readonly objectRef?: {
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
    readonly apiGroup?: string;
    readonly subresource?: string;
  } | null;
  readonly responseStatus?: { readonly code?: number } | null;
  readonly annotations?: Readonly<Record<string, string>> | null;
  readonly requestReceivedTimestamp?: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Keys under which Azure puts the text of an event: diagnostic records, AzureDiagnostics, Container Insights. */
const TEXT_KEYS = ['log', 'log_s', 'LogEntry', 'LogMessage'];

/**
 * The events in a value of JSON: an event, a list of them, or records of Azure around them.
 *
 * @returns how many values are something else
 */
export function eventsIn(value: unknown, each: (event: AuditEvent) => void): number {
  if (Array.isArray(value)) {
    return value.reduce<number>((others, item) => others + eventsIn(item, each), 0);
  }
  if (typeof value !== 'object' || value === null) {
    return 1;
  }
  const fields = value as Fields;
  if (typeof fields.verb === 'string' && typeof fields.user === 'object') {
    each(value);
    return 0;
  }
  const list = fields.records ?? (fields.kind === 'EventList' ? fields.items : undefined);
  if (Array.isArray(list)) {
    return eventsIn(list, each);
  }
  if (fields.properties !== undefined && fields.properties !== null) {
    return eventsIn(parsed(fields.properties), each);
  }
  for (const key of TEXT_KEYS) {
    if (fields[key] !== undefined) {
      return eventsIn(parsed(fields[key]), each);
    }
  }
  if (typeof fields.Verb === 'string') {
    each(ofTable(fields));
    return 0;
  }
  return 1;
}

/** A row of the table AKSAudit, whose columns are those of the event. */
function ofTable(row: Fields): AuditEvent {
  return {
    stage: row.Stage as string,
    verb: row.Verb as string,
    requestURI: row.RequestUri as string,
    user: parsed(row.User) as AuditUser,
    objectRef: parsed(row.ObjectRef) as AuditEvent['objectRef'],
    responseStatus: parsed(row.ResponseStatus) as AuditEvent['responseStatus'],
    annotations: parsed(row.Annotations) as AuditEvent['annotations'],
    requestReceivedTimestamp: (row.RequestReceivedTime ?? row.TimeGenerated) as string,
  };
}

function parsed(value: unknown): unknown {
  if (typeof value !== 'string') {
    return value;
  }
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
