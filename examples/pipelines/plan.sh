#!/usr/bin/env bash
# Plans every synthesised stack, in the order of deployment, and prints the outcome as Markdown.
#
#   plan.sh                                what the configuration would change, drift included
#   plan.sh -refresh-only                  only what has changed behind Terraform's back; any option of `terraform plan` will do
#   plan.sh --allow-replace <cluster>      lets a cluster be destroyed or replaced, `cluster` stands for all; may be repeated
#
# Exit code: 0 nothing to change, 2 changes, 1 a plan has failed, takes away a cluster that is not named, or never arrives. `cdktf diff` takes
# one stack and ends with 0 whether there are changes or not, so this asks Terraform itself; and it reads the plan, since the
# exit code of `terraform plan -detailed-exitcode` calls a -refresh-only plan of nothing a change.
set -euo pipefail

outdir=${CDKTF_OUTDIR:-cdktf.out}
export TF_IN_AUTOMATION=true TF_INPUT=false

allowed=()
options=()
refresh_only=no
while [ $# -gt 0 ]; do
  case $1 in
    --allow-replace)
      [ $# -gt 1 ] || { echo '--allow-replace: which cluster?' >&2; exit 1; }
      allowed+=("$2")
      shift
      ;;
    --allow-replace=*) allowed+=("${1#*=}") ;;
    *)
      options+=("$1")
      [ "$1" != -refresh-only ] || refresh_only=yes
      ;;
  esac
  shift
done

# Plans hold secrets.
umask 077
plans=$(mktemp -d)
trap 'rm -rf "$plans"' EXIT

# One line for each stack, behind those that it depends on: name, folder, whether a plan can be kept, how many resources at once, dependencies.
stacks=$(node - "$outdir" <<'JS'
const { readFileSync } = require('fs');
const outdir = process.argv[2];
const { stacks } = JSON.parse(readFileSync(`${outdir}/manifest.json`, 'utf8'));
const seen = new Set();
const visit = (name) => {
  if (seen.has(name)) return;
  seen.add(name);
  stacks[name].dependencies.forEach(visit);
  const { workingDirectory, synthesizedStackPath, dependencies } = stacks[name];
  const { terraform, '//': { metadata = {} } = {} } = JSON.parse(readFileSync(`${outdir}/${synthesizedStackPath}`, 'utf8'));
  // Terraform cannot keep a plan that another machine makes, unless it is told of that by a `cloud` block.
  console.log(name, workingDirectory, terraform.backend?.remote ? 'unkept' : 'kept', metadata.parallelism ?? 'default', ...dependencies);
};
Object.keys(stacks).sort().forEach(visit);
JS
)

# What is in a plan: `same` or `changes`, then a line for each loss that nobody has allowed and for each change that never arrives.
read_plan() { # plan as JSON
  node - "$1" "$refresh_only" ${allowed[@]+"${allowed[@]}"} <<'JS'
const [file, refreshOnly, ...allowed] = process.argv.slice(2);
// What stands in Markdown, and what in a command of a shell: names may hold anything.
const escaped = (one) => {
  const code = one.codePointAt(0).toString(16);
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
};
const shown = (text) =>
  text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped)
    .replace(/[^\p{L}\p{N}_ .,:;/@'"()[\]-]|\](?=\()|(?<!\w)@|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, (one) => `&#${one.codePointAt(0)};`);
const word = (text) => (/^[\w./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const say = (text) => console.log(shown(text));
const plan = JSON.parse(require('fs').readFileSync(file, 'utf8'));
const acts = ({ change }) => change.actions.some((action) => action !== 'no-op' && action !== 'read');
const resources = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
const isReplaced = ({ change: { actions } }) => actions.includes('delete') && actions.includes('create');

// Providers read what is absent as empty; nobody has changed anything then.
const filled = (value) => {
  if (value === null || typeof value !== 'object') return value === null || value === '' ? undefined : value;
  const members = Object.entries(value).flatMap(([key, one]) => (filled(one) === undefined ? [] : [[key, filled(one)]]));
  return members.length > 0 ? members : undefined;
};
const drifted = ({ change: { before, after } }) => JSON.stringify(filled(before)) !== JSON.stringify(filled(after));

const changes = [
  ...resources.filter((one) => acts(one) || one.change.importing || one.previous_address),
  ...(refreshOnly === 'yes' ? (plan.resource_drift ?? []).filter((one) => acts(one) && drifted(one)) : []),
  ...Object.values(plan.output_changes ?? {}).filter((change) => acts({ change })),
];
console.log(changes.length > 0 ? 'changes' : 'same');

for (const one of resources) {
  const name = one.change.before?.name ?? one.name;
  const paths = (one.change.replace_paths ?? []).map((path) => path.join('.'));
  const reason = `${one.address}${paths.length > 0 ? `, because of ${paths.join(', ')}` : ''}`;
  if (one.change.importing && isReplaced(one)) {
    say(`THIS DESTROYS WHAT IT TAKES OVER: ${reason}`);
  } else if (one.type === 'azurerm_kubernetes_cluster' && one.change.actions.includes('delete')) {
    if (allowed.includes(name) || allowed.includes('cluster')) continue;
    const anew = isReplaced(one) ? ', AND MAKES A NEW ONE IN ITS PLACE' : '';
    say(
      `THIS DESTROYS CLUSTER '${name}' AND ALL THAT RUNS IN IT${anew}: ${reason}. If that is what you want: --allow-replace ${word(name)}`,
    );
  } else if (one.type === 'azurerm_kubernetes_cluster' && one.change.actions.join() === 'update') {
    // azurerm reports these as done and never sends them.
    const [is, willBe] = [one.change.before, one.change.after].map(({ network_profile: [profile] = [] }) => profile ?? {});
    const unsent = [];
    if (is.network_plugin === 'azure' && !is.network_plugin_mode && willBe.network_plugin_mode === 'overlay') {
      unsent.push('--network-plugin-mode overlay');
    }
    if (!is.network_policy && willBe.network_policy === 'calico' && !is.load_balancer_profile?.length) {
      unsent.push('--network-policy calico');
    }
    for (const option of unsent) {
      const { resource_group_name: group } = one.change.before;
      say(
        `THIS WOULD BE PLANNED FOREVER, as azurerm never sends it: ${one.address}. Use instead: az aks update --resource-group ${word(group)} --name ${word(name)} ${option}`,
      );
    }
  }
}
JS
}

result=0
undeployed=' '

report() { # stack, outcome, output
  printf '### %s: %s\n\n' "$1" "$2"
  if [ -n "${3:-}" ]; then
    # Longer than any in the text, which would end it.
    local fence='```'
    while [[ $3 == *"$fence"* ]]; do fence+='`'; done
    printf '<details><summary>Plan</summary>\n\n%s\n%s\n%s\n\n</details>\n\n' "$fence" "$(seen <<<"$3")" "$fence"
  fi
}

# Text in which nothing acts upon a terminal or is hidden from who reads it.
seen() {
  node -e '
    const text = require("fs").readFileSync(0, "utf8");
    const escaped = (one) => {
      const code = one.codePointAt(0).toString(16);
      return code.length > 4 ? "\\U" + code.padStart(8, "0") : "\\u" + code.padStart(4, "0");
    };
    process.stdout.write(text.replace(/(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped));
  '
}

while read -r stack folder keeping parallelism dependencies; do
  directory=$outdir/$folder

  if ! output=$(terraform -chdir="$directory" init -no-color 2>&1); then
    report "$stack" 'terraform init **failed**' "$output"
    result=1
    continue
  fi

  # Values of a stack that is yet to be deployed are not known, so there is nothing to plan with them.
  waits_for=''
  for dependency in $dependencies; do
    case $undeployed in *" $dependency "*) waits_for=$dependency ;; esac
  done
  if [ -n "$waits_for" ]; then
    undeployed="$undeployed$stack "
    report "$stack" "waits for $waits_for, which has never been deployed"
    continue
  fi

  plan=$plans/$stack.tfplan
  keep=()
  [ "$keeping" = unkept ] || keep=(-out="$plan")
  [ "$parallelism" = default ] || keep+=(-parallelism="$parallelism")
  code=0
  output=$(terraform -chdir="$directory" plan -detailed-exitcode -no-color -compact-warnings \
    ${keep[@]+"${keep[@]}"} ${options[@]+"${options[@]}"} 2>&1) || code=$?

  losses=''
  if [ "$code" -eq 2 ] && [ "$keeping" = kept ]; then
    terraform -chdir="$directory" show -json "$plan" >"$plans/$stack.json"
    found=$(read_plan "$plans/$stack.json")
    losses=$(sed 1d <<<"$found")
    [ "$(sed -n 1p <<<"$found")" = changes ] || code=0
  fi

  case $code in
    0) report "$stack" 'no changes' ;;
    2)
      report "$stack" '**changes**' "$(sed -E '/: (Refreshing state\.\.\.|Reading\.\.\.|Read complete after)/d; /^Saved the plan to: /,$d' <<<"$output")"
      [ -n "$(terraform -chdir="$directory" state pull)" ] || undeployed="$undeployed$stack "
      [ "$result" -eq 1 ] || result=2
      ;;
    *)
      report "$stack" 'the plan **failed**' "$output"
      result=1
      ;;
  esac
  if [ -n "$losses" ]; then
    sed 's/.*/**&**\n/' <<<"$losses"
    result=1
  fi
done <<<"$stacks"

exit "$result"
