# shellcheck shell=sh
# The rest of ./helios and ./heliosd, read by them when a program is to be built: $top is the tree, $name the program, "$@" its arguments.
#
# What is made, in artifacts/programs:
#   helios, heliosd             the programs, each put in place by one rename, so that nobody ever meets half of one
#   helios.sources ...          the times and sizes of the files each was made of (see start.c), and helios.content, a hash of their bytes
#   start                       compares them on each call
#   symbols/                    what debuggers need, not shipped
#   managed/                    the same programs for the .NET runtime, where there is no C compiler or no zlib to link with

programs=$top/artifacts/programs

say() { echo "$name: $*" >&2; }

project_of() { [ "$1" = heliosd ] && echo "$top/src/Daemon/Daemon.csproj" || echo "$top/src/Cli/Cli.csproj"; }

# The folders of a project and of all it refers to.
projects_below() {
    open=$1 seen=
    while [ -n "$open" ]; do
        next=
        for project in $open; do
            case " $seen " in *" $project "*) continue ;; esac
            seen="$seen $project"
            next="$next $(sed -n 's/.*<ProjectReference Include="\([^"]*\)".*/\1/p' "$top/src/$project/$project.csproj" | sed 's|.*/||; s|\.csproj$||' | tr '\n' ' ')"
        done
        open=${next# }
        [ -n "$(echo $open)" ] || open=
    done
    echo $seen
}

# Everything that the build of a program reads of this tree, files and directories, relative to it.
list_sources() {
    project=$(project_of "$1")
    project=${project##*/}
    (
        cd "$top" || exit
        ls ./*.props ./*.targets global.json src/*.props BannedSymbols.txt .editorconfig
        for folder in $(projects_below "${project%.csproj}"); do find "src/$folder" -type d -o -type f; done
    ) | sed 's|^\./||' | LC_ALL=C sort
}

# Written before the build begins: what is edited while it runs is newer.
write_sources() {
    list_sources "$1" | (cd "$top" && tr '\n' '\0' | xargs -0 stat --printf '%.9Y %F %s %n\n') \
        | sed -e 's/^\([0-9.]*\) directory [0-9]* /\1 - /' -e 's/^\([0-9.]*\) regular [a-z ]*file \([0-9]*\) /\1 \2 /'
}

hash_of_sources() {
    (cd "$top" && list_sources "$1" | while read -r path; do [ -d "$path" ] || echo "$path"; done | tr '\n' '\0' | xargs -0 sha256sum | sha256sum)
}

# What NativeAOT links with. Without it the same sources run on the .NET runtime, ten times as slow to start.
can_link() {
    command -v gcc >/dev/null || command -v clang >/dev/null || return 1
    compiler=$(command -v clang || command -v gcc)
    mkdir -p "$programs" && echo 'int main(void) { return 0; }' | "$compiler" -x c -lz -o "$programs/probe.$$" - 2>/dev/null
    linked=$?
    rm -f "$programs/probe.$$"
    return $linked
}

build_native() {
    new=$programs/new.$$
    if ! dotnet publish "$(project_of "$1")" -c Release -o "$new" --nologo -v quiet </dev/null >"$programs/$1.log" 2>&1 9>&-; then
        rm -rf "$new"
        return 1
    fi
    "$compiler" -O2 -static -s -o "$programs/start.$$" "$top/build/start.c" 2>>"$programs/$1.log" \
        || "$compiler" -O2 -s -o "$programs/start.$$" "$top/build/start.c" 2>>"$programs/$1.log" || return 1
    mkdir -p "$programs/symbols"
    mv "$new/$1.dbg" "$programs/symbols/"
    mv "$programs/start.$$" "$programs/start"
    mv -T "$new/$1" "$programs/$1"
    rm -rf "$new" "$programs/managed/$1"
}

build_managed() {
    new=$programs/managed/$1.$$
    mkdir -p "$programs/managed"
    if ! dotnet build "$(project_of "$1")" -c Release --nologo -v quiet </dev/null >"$programs/$1.log" 2>&1 9>&-; then
        return 1
    fi
    project=$(project_of "$1")
    project=${project##*/}
    cp -r "$top/artifacts/bin/${project%.csproj}/release" "$new"
    ln -sfn "managed/${new##*/}/$1" "$programs/$1.$$" && mv -T "$programs/$1.$$" "$programs/$1"
    rm -f "$programs/start"
    for other in "$programs/managed/$1".*; do
        [ "$other" = "$new" ] || rm -rf "$other"
    done
}

build() {
    write_sources "$1" >"$programs/$1.sources.$$"
    content=$(hash_of_sources "$1")
    kind=managed
    can_link && kind=native
    if [ -x "$programs/$1" ] && [ "$(cat "$programs/$1.content" 2>/dev/null)" = "$kind $content" ]; then
        # Touched, or changed and changed back: the program is still the one of these sources.
        mv "$programs/$1.sources.$$" "$programs/$1.sources"
        return 0
    fi
    if [ $kind = managed ] && ! [ -e "$programs/managed" ]; then
        say "no C compiler (gcc) or no zlib (zlib1g-dev) to link with: built for the .NET runtime instead, which starts more slowly"
    fi
    rm -f "$programs/$1.sources"
    if ! build_$kind "$1"; then
        cat "$programs/$1.log" >&2
        rm -rf "$programs/$1.sources.$$" "$programs/start.$$"
        say "the build failed"
        return 1
    fi
    echo "$kind $content" >"$programs/$1.content"
    mv "$programs/$1.sources.$$" "$programs/$1.sources"
}

# The same question as start.c asks, for trees without it.
is_current() {
    [ -x "$programs/$name" ] && [ -f "$programs/$name.sources" ] && write_sources "$name" 2>/dev/null | cmp -s - "$programs/$name.sources" || return 1
    # A compiler that was missing may have come.
    [ -x "$programs/start" ] || ! can_link
}

# Nobody waits for the daemon before it is needed; who does, waits for the lock.
build_daemon_in_the_background() {
    [ "$name" = helios ] && [ ! -e "$programs/heliosd" ] || return 0
    setsid "$top/heliosd" --version </dev/null >/dev/null 2>&1 9>&- &
}

if ! is_current; then
    if mkdir -p "$programs" 2>/dev/null && [ -w "$programs" ]; then
        [ -t 2 ] && say "building ..."
        (
            flock 9
            is_current || build "$name"
        ) 9>"$programs/lock" || exit 125
        build_daemon_in_the_background
    elif [ -x "$programs/$name" ]; then
        say "the build is older than the sources and this user may not renew it; using it as it is"
    else
        say "not built yet, and this user may not write to $top/artifacts"
        exit 125
    fi
fi

# An apphost looks for the runtime where dotnet is only in some places.
if [ -L "$programs/$name" ] && [ -z "${DOTNET_ROOT:-}" ] && command -v dotnet >/dev/null; then
    DOTNET_ROOT=$(dirname "$(readlink -f "$(command -v dotnet)")")
    export DOTNET_ROOT
fi
exec "$programs/$name" "$@"
