using Helios.Contracts;
using Helios.Linux;

namespace Helios.Cli;

/// <summary>Finds what HOME should be, from the passwd file of the container's root. Only a text is taken from it.</summary>
internal static class HomeDirectory
{
    private const int NameField = 0;
    private const int UserIdField = 2;
    private const int HomeField = 5;
    private const int FieldCount = 7;

    /// <summary>The user's home directory inside; <c>/</c> when the root does not tell.</summary>
    internal static string Of(UserSpec? user, RootSpec root, HostFacts host)
    {
        if (user is null)
        {
            return host.IsRoot ? "/root" : host.Environment.GetValueOrDefault("HOME") is ['/', ..] home ? home : "/";
        }

        string fallback = user.User is "0" or "root" ? "/root" : "/";
        string? place = root.Kind switch
        {
            RootKind.Host => "/",
            RootKind.Directory => root.Path,
            _ => null,
        };
        try
        {
            // As the container will find it: a link of the image leads to nothing of the host's, and a pipe is no passwd file.
            return place is not null && RootedFile.TryRead(place, "/etc/passwd", out string text) ? Find(text.Split('\n'), user) ?? fallback : fallback;
        }
        catch (IOException)
        {
            return fallback;
        }
    }

    /// <summary>Looks a user up in the lines of passwd(5).</summary>
    internal static string? Find(IEnumerable<string> lines, UserSpec user)
    {
        int field = UserSpec.Id(user.User) is null ? NameField : UserIdField;
        foreach (string line in lines)
        {
            string[] fields = line.Split(':');
            if (fields.Length == FieldCount && fields[field] == user.User)
            {
                return fields[HomeField] is ['/', ..] home ? home : null;
            }
        }

        return null;
    }
}
