namespace Helios.Backends.Contract.Tests;

/// <summary>crun.</summary>
public sealed class CrunSubject() : OciSubject("crun")
{
    public override IReadOnlyDictionary<string, string> Exceptions { get; } = new Dictionary<string, string>(OfBoth)
    {
        ["a directory is no program: 126"] = "its complaint does not say why",
    };
}
