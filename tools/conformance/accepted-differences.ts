import { Difference } from './compare';

/** Differences that are known and why they stay; each is a difference of planned values, never of what happens. */
const ACCEPTED: readonly { readonly what: RegExp; readonly because: string }[] = [
  {
    what: /\.(publisher_domain|application_tenant_id|mail_nickname|owners\.\d+)$/,
    because: 'names, IDs and the deploying account are those of the directory that is rehearsed',
  },
  {
    what: /\.(feature_tags|features|web\.0\.implicit_grant)$/,
    because: 'the stand-in does not report blocks of switches that nobody has set',
  },
  {
    what: /\.service_principal_names$/,
    because: 'Azure AD lists the client ID there; the emulator that was recorded did not',
  },
  {
    what: /\.(onpremises_group_type|use_existing|visibility)$/,
    because: 'absent in the recording, empty or the default in the stand-in',
  },
  {
    what: /oauth2_permission_scope\.\d+\.user_consent_(description|display_name)$/,
    because: 'absent in the plan of the stand-in, an empty text in the recording',
  },
];

/** Why a difference stays; undefined when it must not. */
export function acceptedBecause({ what, isOfValues }: Difference): string | undefined {
  return isOfValues ? ACCEPTED.find((one) => one.what.test(what))?.because : undefined;
}

export function acceptedReasons(): string[] {
  return ACCEPTED.map(({ because }) => because);
}
