using Helios.Linux;

namespace Helios.Forktop;

/// <summary>forktop as a whole: picks the source, the view and the files, and runs until there is nothing more to see.</summary>
public static class ForktopProgram
{
    /// <summary>Runs it.</summary>
    /// <param name="options">What to do.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <returns>The exit code: the program's own, where forktop started one.</returns>
    /// <exception cref="ForktopException">It cannot be done.</exception>
    public static int Run(ForktopOptions options, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        if (options.View != ForktopView.Screen)
        {
            return new LineSession(options, output, error).Run();
        }

        using FileFd keyboard = FileFd.Borrow(0);
        using FileFd screen = FileFd.Borrow(1);
        if (!Terminal.Is(keyboard) || !Terminal.Is(screen))
        {
            throw new ForktopException("needs a terminal; --log and --json print lines");
        }

        if (Keeper.IsNeeded(options))
        {
            return Keeper.Run();
        }

        using ScreenSession session = new(options, keyboard, screen);
        return session.Run();
    }
}
