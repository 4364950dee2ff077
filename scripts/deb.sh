#!/usr/bin/env bash
# Builds a Debian package from one binary, with dpkg-deb alone. The same commit gives the same bytes.
#   scripts/deb.sh ARCH BINARY VERSION OUT     (VERSION as git describe gives it)
# DEB_LEVEL is how hard xz tries (0 to 9; tests take 0). SOURCE_DATE_EPOCH is the moment that stands in the package; the commit's when it is not set.
set -euo pipefail
umask 022
arch=$1 binary=$2 version=$3 out=$4
cd "$(dirname "$0")/.."
epoch=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH=$epoch TZ=UTC LC_ALL=C

# Debian versions begin with a digit. Before the first tag they sort by day: 0~git20261128.abc1234
version=${version#v}
[[ $version =~ ^[0-9]+\. ]] || version="0~git$(date -u -d "@$epoch" +%Y%m%d).${version//-/.}"
version=${version//-/+}

stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
put() { install -D -m "$1" "$2" "$stage/$3"; } # mode, file, place
put 0755 "$binary" usr/bin/stablefutures
put 0644 packaging/deb/stablefutures.service usr/lib/systemd/system/stablefutures.service
put 0644 packaging/deb/sysusers.conf usr/lib/sysusers.d/stablefutures.conf
put 0640 packaging/deb/stablefutures.env etc/stablefutures/stablefutures.env
doc=usr/share/doc/stablefutures
put 0644 packaging/deb/copyright $doc/copyright
put 0644 NOTICE $doc/NOTICE
for page in operating config ledger formats envelope; do put 0644 "docs/$page.md" "$doc/$page.md"; done
for page in docs/security/*; do put 0644 "$page" "$doc/security/$(basename "$page")"; done
pack() { gzip -9n <"$1" >"$stage/packed" && put 0644 "$stage/packed" "$2" && rm "$stage/packed"; }
pack packaging/deb/stablefutures.1 usr/share/man/man1/stablefutures.1.gz
printf 'stablefutures (%s) unstable; urgency=medium\n\n  * What changed is in the commits of the program.\n\n -- The authors of Stable Futures <nobody@localhost>  %s\n' \
  "$version" "$(date -u -R -d "@$epoch")" >"$stage/log"
pack "$stage/log" $doc/changelog.gz
rm "$stage/log"

mkdir "$stage/DEBIAN"
for script in postinst prerm postrm; do install -m 0755 packaging/deb/$script "$stage/DEBIAN/$script"; done
echo /etc/stablefutures/stablefutures.env >"$stage/DEBIAN/conffiles"
(cd "$stage" && find usr etc -type f -print0 | sort -z | xargs -0 md5sum) >"$stage/DEBIAN/md5sums"
cat >"$stage/DEBIAN/control" <<CONTROL
Package: stablefutures
Version: $version
Architecture: $arch
Maintainer: The authors of Stable Futures <nobody@localhost>
Installed-Size: $(($(cd "$stage" && find usr etc -type f -printf '%s\n' | awk '{s += $1} END {print s}') / 1024))
Depends: systemd (>= 249)
Suggests: postgresql-client
Section: web
Priority: optional
Description: conversations about outcomes with young people, and what was promised
 A young person who was trafficked or exploited says what matters to them; the
 people around them promise what they will do; everyone who should can see
 whether it was done. One program with one database; it calls nobody and keeps
 names and words encrypted.
 .
 Installing starts nothing. Removing or purging leaves data and keys in place.
CONTROL
chmod 0644 "$stage"/DEBIAN/{control,conffiles,md5sums}
find "$stage" -type d -exec chmod 0755 {} +
find "$stage" -exec touch -h -d "@$epoch" {} +
mkdir -p "$out"
file="$out/stablefutures_${version}_$arch.deb"
dpkg-deb --root-owner-group --threads-max=1 -Zxz -z"${DEB_LEVEL:-6}" --build "$stage" "$file" >/dev/null
echo "$file"
