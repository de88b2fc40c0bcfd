import { ClusterAccess } from '../../access/cluster-access';
import { tellingWays } from '../../access/report/report';
import { wayInWords, Ways } from '../../access/ways/ways';
import { Finding } from './findings';
import { Patient } from './patient';

/** Whether what the account may do gives away more than it seems to, by the techniques that the report knows. */
export function waysFinding(access: ClusterAccess, { account, groups }: Patient): Finding {
  const check = 'ways up';
  const { user } = access.signIn(account);
  const found = new Ways(access, [user]).of(user);
  const ways = tellingWays({ ways: found.map((way) => ({ ...way, text: wayInWords(way) })) });

  if (ways.length === 0) {
    return groups
      ? { check, verdict: 'ok', text: 'none to cluster administrator, to all secrets or to the nodes' }
      : { check, verdict: 'unchecked', text: 'none by its own bindings; its groups are not known' };
  }
  const isHeld = ways.every(({ steps }) => steps.length === 0);
  return { check, verdict: isHeld ? 'ok' : 'odd', text: ways.map(({ text }) => text).join('; ') };
}
