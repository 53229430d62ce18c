using System.Globalization;

namespace Helios.Linux;

/// <summary>Directories that nobody else can change: for sockets, locks and programs that whoever else could write there would turn against their user.</summary>
/// <remarks>Never in the shared temporary directory, and never under a user's name, which anybody may have taken before: what is found is checked, not believed.</remarks>
public static class OwnDirectory
{
    private const int Private = Permissions.Octal0700;
    private const int WritableByOthers = Permissions.Octal0022;
    private const int AnythingForOthers = Permissions.Octal0077;

    /// <summary>The effective user of this process.</summary>
    public static uint UserId => Libc.geteuid();

    /// <summary>A directory of this user's for as long as the machine runs; it need not exist yet.</summary>
    /// <param name="name">Its last part.</param>
    /// <exception cref="IOException">There is no place for one.</exception>
    public static string ForRunTime(string name)
        => TryForRunTime(name) ?? throw new ReasonException("there is no directory that is only yours: set XDG_RUNTIME_DIR, as a login by systemd does");

    /// <summary>As <see cref="ForRunTime"/>; null when there is no place for one.</summary>
    public static string? TryForRunTime(string name)
    {
        uint user = UserId;
        if (user == 0)
        {
            return Path.Join("/run", name);
        }

        if (Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            return Path.Join(runtime, name);
        }

        string usual = string.Create(CultureInfo.InvariantCulture, $"/run/user/{user}");
        return Directory.Exists(usual) ? Path.Join(usual, name) : null;
    }

    /// <summary>Makes the directory, and those above it that are missing, and checks that nobody but this user can make, rename or remove anything in it.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="mode">Its permissions when it is made. Without any for group and others, it may have none when it is found either.</param>
    /// <exception cref="IOException">It is a link, somebody else's, or open to others.</exception>
    public static void Make(string path, int mode = Private)
    {
        MakeMissing(path, mode);
        Check(path, (mode & AnythingForOthers) == 0 ? AnythingForOthers : WritableByOthers);
    }

    private static void Check(string path, int forbidden)
    {
        using FileFd directory = FileFd.Open(path, OpenFlags.O_PATH | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW);
        FileOwner found = FileOwner.Of(directory);
        if (found.UserId != UserId)
        {
            throw new ReasonException(string.Create(CultureInfo.InvariantCulture, $"{path} belongs to uid {found.UserId}; it has to be your own: remove it or choose another place"));
        }

        if ((found.Permissions & forbidden) != 0)
        {
            throw new ReasonException($"{path} has mode 0{Convert.ToString(found.Permissions, 8)} and is open to others; chmod go{(forbidden == WritableByOthers ? "-w" : "=")} {path}");
        }
    }

    /// <summary>Makes the directory and those above it that are missing; what is there is not looked at.</summary>
    public static void MakeMissing(string path, int mode)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { Length: > 0 } parent)
        {
            MakeMissing(parent, mode);
        }

        KernelFile.TryMakeDirectory(path, mode);
    }
}
