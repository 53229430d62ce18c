namespace Helios.Actors.Hosting;

/// <summary>How added settings meet those that are there.</summary>
public enum HoconAddMode
{
    /// <summary>They fill gaps.</summary>
    Append = 0,

    /// <summary>They win.</summary>
    Prepend = 1,

    /// <summary>They replace everything.</summary>
    Replace = 2,
}
