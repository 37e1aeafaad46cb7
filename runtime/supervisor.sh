#!/bin/sh
# shellcheck disable=SC2154,SC2317
# Runs one container of a Pod whose sidecars are ordinary containers as a kubelet with native sidecars would run it:
#   supervisor ROLE KEY=VALUE... -- COMMAND...      ROLE is sidecar, step, main, hook (a preStop hook) or is-up (a probe)
# Beside it are a static busybox, and state/NAME of each container. Its supervisor holds a lock on that file as long as it
# lives; the kernel drops it, whatever ends it. In it is one of: nothing (there is no container yet), waiting, running, up
# (the next may start), failing (its probe), crashed, stopping, exit CODE, abort. All names begin with _: the environment is the program's.
_role=$1 _states=${0%/*}/state _bb=${0%/*}/busybox _stop='' _child='' _signal=TERM _delay=1 _ends=0 _tender=''
_after='' _later='' _mains='' _startup='' _liveness='' _poststart='' _prestop=''
while shift && [ "$1" != -- ]; do eval "_${1%%=*}=\${1#*=}"; done
shift
_ip=${SIDECAR_RUNTIME_POD_IP-}
unset SIDECAR_RUNTIME_POD_IP
case $_ip in *:*) _ip="[$_ip]" ;; esac

say() { echo "sidecar-runtime: $_name: $*" >&2; }
nap() { "$_bb" sleep "$1" 9>&-; }
clock() { read -r _now _rest < /proc/uptime; _now=${_now%.*}; }
become() { echo "$*" 1<> "$_states/$_name"; } # its first line; a file that is truncated would be empty for a moment
look() { _state=''; read -r _state < "$_states/$1"; }
lock() { # WHOSE [-n]: held for a moment, so whose supervisor has ended
  # shellcheck disable=SC2086
  "$_bb" flock -s ${2-} "$_states/$1" "$_bb" true 9>&-
}

on() { # SIGNAL. To a sidecar, those that mean the end mean it in its turn; all others are the program's
  _hit=1
  case $_role:$1 in
    sidecar:VTALRM) stop 0 ;;
    sidecar:TERM | sidecar:INT | sidecar:QUIT | sidecar:"$_signal")
      [ "$1" = TERM ] || _signal=$1
      stop 2 ;;
    *:TERM) untend; pass "$_signal" ;;
    *:INT | *:QUIT) untend; pass "$1" ;;
    *) pass "$1" ;;
  esac
}
stop() { # RESERVE: seconds to keep of the grace period
  [ -z "$_stop" ] || return 0
  _stop=$1
  [ -z "$_child" ] || end_once
}
end_once() { # a signal may come between any two commands
  [ $((_ends += 1)) -gt 1 ] || { end & }
}
send() { kill -"$1" "$_child" 2> /dev/null; } # to the program
pass() {
  if [ -n "$_child" ]; then send "$1"; else [ "$_role" = sidecar ] || _stop=$1; fi
}

await() { # what comes before: 0 once it is up, 1 if it never will be
  _naps=0
  while [ -n "$_after" ] && [ -z "$_stop" ]; do
    look "$_after"
    case $_state in up) return 0 ;; abort) return 1 ;; stopping) _stop=TERM ;; esac
    if [ -n "$_state" ] && [ "$_policy" = Never ] && lock "$_after" -n; then
      look "$_after"
      [ "$_state" = up ]
      return
    fi
    _naps=$((_naps + 1))
    if [ $_naps -lt 50 ]; then nap 0.1; else nap 0.5; fi
    [ $((_naps % 60)) -ne 0 ] || say "waiting for $_after, which is ${_state:-not created}"
  done
  [ -z "$_stop" ]
}

start() { # the program, with a standard input: a shell takes it from what runs beside it
  (become running; exec "$@") <&3 3<&- 9>&- &
  set -- $!
  _naps=0 # until it runs, this shell's traps are its own too, and a signal to it would be lost
  until look "$_name"; [ "$_state" = running ] || [ $_naps -gt 99 ]; do nap 0.01; _naps=$((_naps + 1)); done
  _child=$1
  if [ -z "$_stop" ]; then :; elif [ "$_role" = sidecar ]; then end_once; else pass "$_stop"; fi
}
finish() { # wait for the program; a signal ends a wait early, and after the program's end a wait may know nothing (127)
  _code='' _hit=1
  while [ -n "$_hit" ]; do
    _hit=''
    ! send 0 || _code=''
    wait "$_child" 2> /dev/null
    set -- $?
    if [ "$1" != 127 ] || [ -z "$_code" ]; then _code=$1; fi
  done
  _child=''
}

tend() { # beside the program: its hook and its probes
  _time=86400
  if [ -n "$_poststart" ] && ! _out=$(eval "$_poststart" 2>&1); then restart postStart "$_grace"; return; fi
  # shellcheck disable=SC2086
  if [ -n "$_startup" ] && ! probe "$_startup" $_startup_every; then restart startup "${_startup_every##* }"; return; fi
  look "$_name"
  [ "$_state" != running ] || become up
  [ -n "$_liveness" ] || return 0
  # shellcheck disable=SC2086
  set -- $_liveness_every
  nap "$1"
  while probe "$_liveness" 0 "$2" "$3"; do nap "$2"; done
  restart liveness "$4"
}
untend() { # what ends is not probed any more; a subshell that has just begun may lose any other signal
  [ -z "$_tender" ] || { kill -KILL "$_tender"; wait "$_tender"; } 2> /dev/null
}
probe() { # COMMAND DELAY PERIOD THRESHOLD: 0 once it succeeds, 1 after so many failures
  nap "$2"
  _failures=0
  until _out=$(eval "$1" 2>&1); do
    _failures=$((_failures + 1))
    [ $_failures -lt "$4" ] || return 1
    nap "$3"
  done
}
restart() { # WHAT FAILED, GRACE
  become failing
  say "stopped, since its $1 failed: $_out"
  clock
  _end=$((_now + $2))
  prestop "$2"
  terminate
}
prestop() { # SECONDS that its hook may take
  _time=$1
  [ -z "$_prestop" ] || eval "$_prestop" > /dev/null 2>&1 || say "its preStop hook failed"
}
end() { # of a sidecar: its hook now, its signal when what needs it has ended, or 2 seconds before the kubelet kills it
  exec 9>&-
  untend
  become stopping
  clock
  _end=$((_now + _grace)) _turn=$((_now + (_grace > 3 || _stop == 0 ? _grace - _stop : 1)))
  prestop $((_turn - _now))
  for _name_ in $_mains $_later; do
    clock
    look "$_name_"
    case $_state in '' | waiting) continue ;; esac
    [ "$_now" -ge $_turn ] || "$_bb" timeout $((_turn - _now)) "$_bb" flock -s "$_states/$_name_" "$_bb" true 2> /dev/null
  done
  terminate
}
terminate() { # by _end, but never in less than 2 seconds
  send "$_signal"
  clock
  _left=$((_end - _now > 2 ? _end - _now : 2)) _end=$((_now + _left))
  while send 0 && [ "$_now" -lt $_end ]; do nap 1; clock; done
  ! send 0 || { say "killed $_left seconds after SIG$_signal"; send KILL; }
}
watch() { # until all mains have ended for good
  for _main in $_mains; do
    while :; do
      look "$_main"
      if [ -z "$_state" ]; then nap 0.2; continue; fi
      lock "$_main" && look "$_main"
      case $?:$_policy:$_state in 0:Never:* | 0:*:'exit 0') break ;; esac
      nap 1
    done
  done
  kill -VTALRM $$
}

settle() { # a step that has succeeded: under Always it must not end
  become up
  [ "$_policy" = Always ] || exit 0
  trap 'exit 0' HUP INT QUIT TERM
  while :; do "$_bb" sleep 86400 9>&- & wait $!; done
}

case $_role in hook | is-up)
  look "$_name"
  case $_role:$_state in
    hook:running | hook:up) exec "$@" ;;
    hook:* | is-up:up) exit 0 ;;
  esac
  exit 1 ;;
esac
# shellcheck disable=SC2064
for _s in HUP INT QUIT USR1 USR2 TERM WINCH VTALRM; do trap "on $_s" $_s; done
exec 3<&0 9>> "$_states/$_name"
"$_bb" flock 9
look "$_name"
case $_role:$_state in # what was started before in this Pod, by an earlier container, waits for nothing; what succeeded is not run again
  step:up) settle ;;
  sidecar:[!w]* | step:[!w]*) _after='' ;;
esac
become waiting
case $_role:$_policy in sidecar:[NO]*) watch 9>&- & ;; esac
if ! await; then
  case $_role:$_stop in *:) ;; sidecar:*) exit 0 ;; *) exit 143 ;; esac
  become abort
  say "not started, since $_after cannot come up any more"
  exit 0
fi
while :; do
  clock
  _began=$_now _tender=''
  start "$@"
  if [ "$_role" != step ]; then tend 9>&- & _tender=$!; fi
  finish
  untend
  [ "$_role" = sidecar ] || break
  if [ -n "$_stop" ]; then say "ended with $_code"; exit 0; fi
  become crashed
  [ "$_policy" != Always ] || exit "$_code"
  clock
  [ $((_now - _began)) -lt 600 ] || _delay=1
  say "ended with $_code, starts again in $_delay s" # never at once: the Pod may be being deleted
  _naps=$_delay
  while [ $_naps -gt 0 ] && [ -z "$_stop" ]; do nap 1; _naps=$((_naps - 1)); done
  [ -z "$_stop" ] || exit 0
  _delay=$((_delay == 1 ? 10 : _delay < 150 ? _delay * 2 : 300))
done
[ "$_role:$_code" != step:0 ] || settle
look "$_name"
# the kubelet would start again what its probe has stopped, whatever its code
[ "$_state:$_policy:$_code" != failing:OnFailure:0 ] || _code=143
become "exit $_code"
exit "$_code"
