#!/usr/bin/env bash
# Plans every synthesised stack, in the order of deployment, and prints the outcome as Markdown.
#
#   plan.sh                  what the configuration would change, drift included
#   plan.sh -refresh-only    only what has changed behind Terraform's back; any option of `terraform plan` will do
#
# Exit code: 0 nothing to change, 2 changes, 1 a plan has failed. `cdktf diff` takes one stack and ends with 0 whether
# there are changes or not, so this asks Terraform itself.
set -euo pipefail

outdir=${CDKTF_OUTDIR:-cdktf.out}
export TF_IN_AUTOMATION=true TF_INPUT=false

# One line for each stack, behind those that it depends on: name, folder, dependencies.
stacks=$(node - "$outdir/manifest.json" <<'JS'
const { stacks } = JSON.parse(require('fs').readFileSync(process.argv[2], 'utf8'));
const seen = new Set();
const visit = (name) => {
  if (seen.has(name)) return;
  seen.add(name);
  stacks[name].dependencies.forEach(visit);
  console.log(name, stacks[name].workingDirectory, ...stacks[name].dependencies);
};
Object.keys(stacks).sort().forEach(visit);
JS
)

result=0
undeployed=' '

report() { # stack, outcome, output
  printf '### %s: %s\n\n' "$1" "$2"
  if [ -n "${3:-}" ]; then
    printf '<details><summary>Plan</summary>\n\n````\n%s\n````\n\n</details>\n\n' "$3"
  fi
}

while read -r stack folder dependencies; do
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

  code=0
  output=$(terraform -chdir="$directory" plan -detailed-exitcode -no-color -compact-warnings "$@" 2>&1) || code=$?
  case $code in
    0) report "$stack" 'no changes' ;;
    2)
      report "$stack" '**changes**' "$(sed -E '/: (Refreshing state\.\.\.|Reading\.\.\.|Read complete after)/d' <<<"$output")"
      [ -n "$(terraform -chdir="$directory" state pull)" ] || undeployed="$undeployed$stack "
      [ "$result" -eq 1 ] || result=2
      ;;
    *)
      report "$stack" 'the plan **failed**' "$output"
      result=1
      ;;
  esac
done <<<"$stacks"

exit "$result"
