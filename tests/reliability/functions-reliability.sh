#!/usr/bin/env bash
# Kills the Functions worker and the Functions host in the middle of turns, starts the host again, and shows that every accepted message was
# answered exactly once and in its thread's order.
#
#   tests/reliability/functions-reliability.sh [rounds]        default 4; every other round kills the host and not only the worker
#
# Needs dotnet, curl, and the tools of package.json (npm install): func and azurite, also taken from the PATH. Storage is an Azurite of its own
# in a temporary folder, or the account of AzureWebJobsStorage when that is set. Ends with status 0 when nothing was lost or done twice.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
rounds=${1:-4}
threads=6
per_round=18
port=${PORT:-7078}
base="http://localhost:$port"
app="$PWD/src/TelecomSupport.Functions/bin/Debug/net10.0"
export PATH="$PWD/node_modules/.bin:$PATH" DOTNET_CLI_TELEMETRY_OPTOUT=1 FUNCTIONS_CORE_TOOLS_TELEMETRY_OPTOUT=1
work=$(mktemp -d)
func_pid=""
azurite_pid=""

for tool in dotnet curl func; do
    command -v "$tool" >/dev/null || { echo "SKIPPED: $tool is not installed (see docs/functions.md)."; exit 2; }
done

descendants() {
    local child
    for child in $(pgrep -P "$1"); do
        echo "$child"
        descendants "$child"
    done
}

kill_all() {
    local all
    all="$1 $(descendants "$1")"
    kill -9 $all 2>/dev/null
    wait "$1" 2>/dev/null
}

clean_up() {
    [ -n "$func_pid" ] && kill_all "$func_pid"
    [ -n "$azurite_pid" ] && kill_all "$azurite_pid"
    rm -rf "$work"
}
trap clean_up EXIT

worker_pid() {
    local pid
    for pid in $(descendants "$func_pid"); do
        tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q 'TelecomSupport\.Functions' && echo "$pid" && return
    done
}

start_host() {
    (cd "$app" && exec func start --port "$port") >>"$work/func.log" 2>&1 &
    func_pid=$!
    for _ in $(seq 240); do
        curl -fs -o /dev/null "$base/health/live" && return
        kill -0 "$func_pid" 2>/dev/null || break
        sleep 0.5
    done
    echo "FAILED: the host did not start:"
    tail -20 "$work/func.log"
    exit 1
}

# Prints the turn's id when the message was accepted.
send() {
    local answer
    answer=$(curl -s --max-time 10 -w ' %{http_code}' -H 'Content-Type: application/json' -H 'Prefer: respond-async' "$base/chat" \
        -d "{\"user_id\":\"user_12345\",\"thread_id\":\"$1\",\"message_id\":\"$2\",\"message\":\"$3\"}")
    case "$answer" in *" 200" | *" 202") grep -o '"turn_id": *"[^"]*"' <<<"$answer" | head -1 | cut -d'"' -f4 ;; esac
}

messages=(
    "How long is an access token valid?"
    "Which plan am I on?"
    "Please refund the newest charge on my bill."
    "My internet is slow, what can I do?"
    "What is my balance?"
    "How do I set up voicemail?"
)

echo "Building …"
dotnet build src/TelecomSupport.Functions --configuration Debug --nologo -v quiet >"$work/build.log" 2>&1 || { tail -20 "$work/build.log"; exit 1; }
if [ -z "${AzureWebJobsStorage:-}" ]; then
    command -v azurite >/dev/null || { echo "SKIPPED: azurite is not installed (see docs/functions.md)."; exit 2; }
    azurite --silent --skipApiVersionCheck --location "$work/azurite" --blobPort 21000 --queuePort 21001 --tablePort 21002 >"$work/azurite.log" 2>&1 &
    azurite_pid=$!
    account="http://127.0.0.1"
    key="Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="
    export AzureWebJobsStorage="DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=$key;BlobEndpoint=$account:21000/devstoreaccount1;QueueEndpoint=$account:21001/devstoreaccount1;TableEndpoint=$account:21002/devstoreaccount1;"
fi

# What local.settings.json would say.
export FUNCTIONS_WORKER_RUNTIME=dotnet-isolated AzureWebJobsDisableHomepage=true AZURE_FUNCTIONS_ENVIRONMENT=Development
export Storage__Provider=Azure Storage__Path="$work/data" Knowledge__Container=docs Knowledge__SeedContainer=true RateLimit__RequestsPerMinute=0

echo "Starting …"
start_host
run="run-$$"
: >"$work/accepted"
number=0
for round in $(seq "$rounds"); do
    for _ in $(seq "$per_round"); do
        number=$((number + 1))
        thread="$run-thread-$((number % threads))"
        turn=$(send "$thread" "m-$number" "${messages[$((number % ${#messages[@]}))]}")
        [ -n "$turn" ] && echo "$turn $thread m-$number" >>"$work/accepted"
        if [ "$((number % per_round))" -eq "$((per_round / 2 + round % 5))" ]; then
            # A moment later, so that the blow falls while turns run.
            sleep "0.$((round % 4))"
            if [ "$((round % 2))" -eq 0 ]; then
                echo "Round $round: killing the host"
                kill_all "$func_pid"
                start_host
            else
                echo "Round $round: killing the worker"
                victim=$(worker_pid)
                [ -n "$victim" ] && kill -9 "$victim"
            fi
        fi
    done
done

accepted=$(wc -l <"$work/accepted")
echo "$number messages sent, $accepted accepted. Waiting for the answers …"
lost=0
while read -r turn thread message; do
    answered=no
    for _ in $(seq 600); do
        status=$(curl -s -o /dev/null -w '%{http_code}' --max-time 10 -H 'X-User-Id: user_12345' "$base/chat/$turn")
        [ "$status" = 200 ] && answered=yes && break
        kill -0 "$func_pid" 2>/dev/null || start_host
        sleep 0.5
    done
    if [ "$answered" = no ]; then
        lost=$((lost + 1))
        echo "LOST: $message of $thread (turn $turn)"
    fi
done <"$work/accepted"

twice=0
disorder=0
cases=0
repeated_cases=0
for index in $(seq 0 $((threads - 1))); do
    thread="$run-thread-$index"
    page=$(curl -s -H 'X-User-Id: user_12345' "$base/threads/$thread?limit=100")
    grep -o '"turn_id": *"[^"]*"' <<<"$page" | cut -d'"' -f4 >"$work/turns"
    twice=$((twice + $(sort "$work/turns" | uniq -d | wc -l)))
    # Turns that were kept although their sender saw no answer are in between, rightly.
    grep " $thread " "$work/accepted" | cut -d' ' -f1 >"$work/expected"
    grep -Fxf "$work/expected" "$work/turns" | cmp -s - "$work/expected" || disorder=$((disorder + 1))
    grep -o '"case_id": *"REF-[^"]*"' <<<"$page" | cut -d'"' -f4 >>"$work/cases"
done
[ -f "$work/cases" ] && cases=$(wc -l <"$work/cases") && repeated_cases=$(sort "$work/cases" | uniq -d | wc -l)

echo "$accepted accepted, $((accepted - lost)) answered, $lost lost, $twice answered twice, $disorder threads out of order, $cases refund cases, $repeated_cases opened twice"
[ "$((lost + twice + disorder + repeated_cases))" -eq 0 ] && [ "$accepted" -gt 0 ]
