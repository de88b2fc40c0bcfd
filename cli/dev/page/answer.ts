import { html, htmlLines, SafeHtml } from '../../../access/html/safe-html';
import { missingGrant, MissingGrant } from '../../../access/missing-grant';
import { GrantPlaces } from '../../../access/check/places';
import { ConfiguredAccess } from '../../../access/configured/configured-access';
import { SynthesizedApp } from '../../../access/configured/synthesized-app';
import { userName } from '../../../access/directory/sign-in';
import { People } from '../../../access/directory/tenant';
import { asMember, identitiesOf } from '../../../access/identities';
import { Answer, answerIn, parseQuestion } from '../../../rehearsal/access/can-i';
import { problemInWords, problemsOf } from '../problems-of';
import { questionIn } from '../question';
import { placeLink } from './problems-part';

/** Where a question is answered. */
export interface Asked {
  readonly app: SynthesizedApp;
  readonly access: ConfiguredAccess;

  /** Whose people there are, for messages. */
  readonly people: string;
  readonly editor: string;
}

/** Yes or no with the bindings and rules behind it, or what is missing; what is wrong with a question that has no answer. */
export function answerPart(text: string, asked: Asked): string {
  const { access } = asked.access;
  try {
    const { directory } = access;
    const others = identitiesOf(access).map(({ kind, name, user }) => ({
      name,
      user: kind === 'Group' ? asMember(user, directory) : user,
    }));
    const question = parseQuestion(questionIn(text));
    const [answer] = answerIn(question, { accesses: [access], directory, people: asked.people, others });
    return answered(answer!, asked).text;
  } catch (error) {
    return html`<p class="note">${htmlLines(problemsOf(error).map(problemInWords).join('\n'))}</p>`.text;
  }
}

function answered(answer: Answer, asked: Asked): SafeHtml {
  const { allowed, isKnown, headline, reasons, grants, notes, user, request } = answer;
  const places = new GrantPlaces(asked.app.config, asked.access.access);
  const told = reasons.map((reason, i) => {
    const { binding, subject } = grants[i]!;
    const place = places.ofGrant(binding, subject);
    return html`<li>${reason}${place ? html` (${placeLink(place, asked.editor)})` : html``}</li>`;
  });
  const { access } = asked.access;
  // Who cannot sign in may hold it all the same; a note says why that is a no.
  const isHeld = !allowed && access.grants(user, request).length > 0;
  return html`<p class="answer ${allowed ? 'yes' : isKnown ? 'no' : 'unknown'}">${headline}</p>
    ${
      allowed
        ? html`<ul>
            ${told}
          </ul>`
        : isHeld || !isKnown
          ? html``
          : missing(missingGrant(access, user, request), user.name, access.directory)
    }
    ${notes.map((note) => html`<p class="note">Note: ${note}</p>`)}`;
}

function missing({ binding, groups, elsewhere }: MissingGrant, who: string, directory: People): SafeHtml {
  const lines = [
    ...(binding ? [html`<li>${binding.text} would be enough: ${entryOf(binding, who, directory)}</li>`] : []),
    ...groups.map((group) => html`<li>Members of ${group} may.</li>`),
    ...elsewhere.map((namespace) => html`<li>The same is allowed in namespace '${namespace}'.</li>`),
  ];
  return lines.length === 0
    ? html`<p>No role of this cluster allows it.</p>`
    : html`<p>No binding allows it. What is nearest:</p>
        <ul>
          ${lines}
        </ul>`;
}

/** As it would stand under `access`. */
function entryOf(
  { kind, role, namespace }: NonNullable<MissingGrant['binding']>,
  who: string,
  directory: People,
): SafeHtml {
  const place = namespace === undefined ? '' : `namespace: ${namespace}, `;
  return html`<code
    >- { ${kind === 'Role' ? 'role' : 'clusterRole'}: ${role}, ${place}${subjectOf(who, directory)} }</code
  >`;
}

function subjectOf(who: string, { users, servicePrincipals }: People): string {
  const [, namespace, name] = /^system:serviceaccount:(.+):(.+)$/.exec(who) ?? [];
  if (namespace !== undefined) {
    return `serviceAccounts: [${namespace}/${name}]`;
  }
  const guest = users.find((user) => user.userType === 'Guest' && userName(user) === who);
  const principal = servicePrincipals.find((one) => userName(one) === who);
  if (guest) {
    return `guests: [${guest.mail ?? guest.objectId}]`;
  }
  return principal
    ? `servicePrincipals: [${principal.displayName}]`
    : `${who === '' ? 'groups: […]' : `users: [${who}]`}`;
}
