namespace Helios.Backends.Contract.Tests;

/// <summary>runc.</summary>
public sealed class RuncSubject() : OciSubject("runc")
{
    public override IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>(OfBoth)
    {
        ["a tmpfs has the mode that was asked for"] = Mode,
        ["a tmpfs is sticky and open by default"] = Mode,
        ["an image whose /dev is a link leads nowhere outside"] = "it does there: this is CVE-2026-41579, which Debian's version still has",
        ["a number that is too large is no user"] = "it has no users beyond 2147483647",
        ["of eight that want one name one gets it"] = "one that does not get the name can delete the state of the one that does, whose process and groups then stay",
        ["a further process can be signalled"] = "it copies the streams of a further process and waits for their last holder",
    };

    private const string Mode = "version 1.1 gives a tmpfs the mode of the directory below it";
}
