using System.Collections.Immutable;

namespace Helios.Isolation.Hosts;

/// <summary>What of the host's own root a container on that root must not see: people's files, run-time sockets, keys.</summary>
internal static class HostSecrets
{
    private static readonly (string Path, int Mode)[] s_directories =
    [
        ("/root", Octal(0, 7, 0, 0)), ("/home", Octal(0, 7, 5, 5)), ("/run", Octal(0, 7, 5, 5)), ("/tmp", Octal(1, 7, 7, 7)), ("/var/tmp", Octal(1, 7, 7, 7)),
        ("/var/run", Octal(0, 7, 5, 5)), ("/boot", Octal(0, 7, 5, 5)), ("/mnt", Octal(0, 7, 5, 5)), ("/media", Octal(0, 7, 5, 5)),
        ("/etc/ssl/private", Octal(0, 7, 0, 0)), ("/etc/sudoers.d", Octal(0, 7, 0, 0)), ("/var/lib/helios", Octal(0, 7, 0, 0)),
        ("/var/lib/containers", Octal(0, 7, 0, 0)), ("/var/lib/docker", Octal(0, 7, 0, 0)), ("/var/spool/cron", Octal(0, 7, 0, 0)),
        ("/var/lib/systemd/coredump", Octal(0, 7, 0, 0)), ("/var/log/journal", Octal(0, 7, 5, 5)),
    ];

    private static readonly string[] s_files =
    [
        "/etc/shadow", "/etc/shadow-", "/etc/gshadow", "/etc/gshadow-", "/etc/sudoers", "/etc/krb5.keytab", "/etc/security/opasswd",
        "/etc/machine-id",
    ];

    /// <summary>Those of the list that exist, links left out: a link's target is hidden under its own name.</summary>
    internal static ImmutableArray<HiddenPath> Find()
    {
        ImmutableArray<HiddenPath>.Builder hidden = ImmutableArray.CreateBuilder<HiddenPath>();
        foreach ((string path, int mode) in s_directories)
        {
            if (new DirectoryInfo(path) is { Exists: true, LinkTarget: null })
            {
                hidden.Add(new HiddenPath(path, IsDirectory: true, mode));
            }
        }

        foreach (string path in s_files.Concat(HostKeys()))
        {
            if (File.Exists(path))
            {
                hidden.Add(new HiddenPath(path, IsDirectory: false, 0));
            }
        }

        return hidden.DrainToImmutable();
    }

    private static IEnumerable<string> HostKeys()
    {
        try
        {
            return Directory.Exists("/etc/ssh") ? Directory.GetFiles("/etc/ssh", "ssh_host_*_key").Order(StringComparer.Ordinal) : [];
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int Octal(int sticky, int user, int group, int others) => (sticky << 9) | (user << 6) | (group << 3) | others;
}
