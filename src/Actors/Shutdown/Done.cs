namespace Helios.Actors;

/// <summary>The result of work that has no result.</summary>
public sealed class Done
{
    /// <summary>The only instance.</summary>
    public static readonly Done Instance = new();

    private Done()
    {
    }
}
